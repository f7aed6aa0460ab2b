package cai.bench;

import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.TrainedLayers;
import cai.transformer.cache.KeyValueCache;
import java.util.Arrays;

/// The operations and bytes that work on a model needs, however it is implemented. Each token costs
/// two operations for each weight of a linear layer, and four for each element of each key that the
/// token attends to. A forward pass reads every weight once, and the cache columns that it attends
/// to. A prefix that prompts share is computed once, but each token attends to it.
record ModelCost(ModelConfig config, Arithmetic arithmetic) {
  private static final int FLOAT = 4;

  /// A forward pass through some layers.
  double forward(AttendedTokens reach, int layers) {
    double products = 4.0 * config.heads() * config.headWidth() * reach.pairs();
    return layers * (2.0 * config.layerWeights() * reach.tokens() + products);
  }

  /// Logits of some tokens.
  double head(long rows) {
    return 2.0 * headWeights() * rows;
  }

  /// Bytes of the weights of some layers and the head.
  double weights(int layers) {
    int each = arithmetic == Arithmetic.FP32 ? FLOAT : 2;
    return each * (layers * (double) config.layerWeights() + headWeights());
  }

  private double columns(double count) {
    return count * KeyValueCache.columnBytes(config);
  }

  private long headWeights() {
    return (long) config.vocabulary() * config.width();
  }

  /// Reading prompts that begin with a common prefix, and the logits after each prompt.
  ///
  /// @param shared length of the prefix, which is read too
  /// @param own length of the rest of each prompt
  FlopsAndBytes prompts(int shared, int[] own) {
    FlopsAndBytes rest = read(shared, new int[own.length], own);
    return rest.plus(new FlopsAndBytes(forward(AttendedTokens.of(shared, 0), config.layers()), 0));
  }

  /// Reading more tokens of each sequence, and the logits after each sequence.
  ///
  /// @param shared columns that all sequences attend to
  /// @param before columns of each sequence's own
  /// @param added tokens of each sequence
  FlopsAndBytes read(int shared, int[] before, int[] added) {
    var reach = new AttendedTokens(0, 0);
    for (int i = 0; i < added.length; i++)
      reach = reach.plus(AttendedTokens.of(added[i], shared + (long) before[i]));
    double own = Arrays.stream(before).asLongStream().sum();
    return new FlopsAndBytes(
        forward(reach, config.layers()) + head(added.length),
        weights(config.layers()) + columns(shared + own));
  }

  /// Steps that add a token to each sequence.
  ///
  /// @param before columns of each sequence's own when the first step begins
  FlopsAndBytes steps(int shared, int[] before, int steps) {
    var cost = new FlopsAndBytes(0, 0);
    int[] one = new int[before.length];
    Arrays.fill(one, 1);
    for (int step = 0; step < steps; step++)
      cost = cost.plus(read(shared, longer(before, step), one));
    return cost;
  }

  /// Each length plus `more`.
  static int[] longer(int[] lengths, int more) {
    return Arrays.stream(lengths).map(length -> length + more).toArray();
  }

  /// An optimiser step on sequences whose frozen layers were computed before: forward through the
  /// trained layers, and twice as much backward.
  ///
  /// @param rows whose logits the loss needs; a frozen head still carries the gradient back
  FlopsAndBytes training(AttendedTokens reach, long rows, TrainedLayers trained) {
    int layers = config.layers() - trained.from();
    double whole = forward(reach, layers);
    if (!trained.adapted())
      return new FlopsAndBytes(
          3 * whole + (trained.from() == 0 ? 3 : 2) * head(rows), weights(config.layers()));
    // A frozen weight has no gradient; attention, which has no weights, goes both ways in full.
    double attention = 4.0 * config.heads() * config.headWidth() * reach.pairs() * layers;
    double adapters = 2.0 * layers * trained.rank() * config.layerSides() * reach.tokens();
    return new FlopsAndBytes(
        2 * whole + attention + 3 * adapters + 2 * head(rows), weights(config.layers()));
  }
}
