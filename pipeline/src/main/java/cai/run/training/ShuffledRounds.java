package cai.run.training;

import cai.run.Seeds;
import java.util.stream.IntStream;

/// Random orders of the same items, a new one for each round through them. Only the order of the
/// last round is kept in memory: there may be a million items.
///
/// **Thread-safety**: one thread at a time.
public final class ShuffledRounds {
  private final Seeds seeds;
  private final String stage;
  private final String name;
  private final int count;
  private long round = -1;
  private int[] order = {};

  /// @param stage the stage's word, from which the random numbers are drawn
  /// @param name of the items, from which the random numbers are drawn, too
  /// @param count number of items
  public ShuffledRounds(Seeds seeds, String stage, String name, int count) {
    this.seeds = seeds;
    this.stage = stage;
    this.name = name;
    this.count = count;
  }

  /// The item at a place of a round; items, rounds and places are counted from 0.
  public int at(long round, int place) {
    if (round != this.round) {
      order = seeds.shuffled(stage, name + "/" + round, count);
      this.round = round;
    }
    return order[place];
  }

  /// The items of a batch, where every round is gone through in batches; the last batch of a round
  /// may be smaller.
  ///
  /// @param number of the batch, counted from 0 over all rounds
  /// @param size most items of a batch
  public int[] batch(int number, int size) {
    int batches = batches(size);
    int from = number % batches * size;
    return IntStream.range(from, Math.min(count, from + size))
        .map(place -> at(number / batches, place))
        .toArray();
  }

  /// Number of batches in a round.
  public int batches(int size) {
    return Math.ceilDiv(count, size);
  }
}
