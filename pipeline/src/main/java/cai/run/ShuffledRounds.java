package cai.run;

/// The orders in which things are gone through again and again, each round in an order of its own.
/// Only the order of the last round is kept: there may be a million things.
///
/// **Thread-safety**: one thread at a time.
public final class ShuffledRounds {
  private final Seeds seeds;
  private final String stage;
  private final String name;
  private final int count;
  private long round = -1;
  private int[] order = {};

  /// @param stage word of the stage, and the name of the things, for random numbers
  /// @param count of the things
  public ShuffledRounds(Seeds seeds, String stage, String name, int count) {
    this.seeds = seeds;
    this.stage = stage;
    this.name = name;
    this.count = count;
  }

  /// The number of the thing at a place of a round, both counted from 0.
  public int at(long round, int place) {
    if (round != this.round) {
      order = seeds.shuffled(stage, name + "/" + round, count);
      this.round = round;
    }
    return order[place];
  }
}
