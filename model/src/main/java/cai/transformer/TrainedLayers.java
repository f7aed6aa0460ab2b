package cai.transformer;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Which layers of a decoder are trained, and whether all their weights or adapters.
///
/// @param from first trained layer
/// @param rank of the adapters that are trained in place of the layers' weights (LoRA); 0 trains
///   all their weights, the final norm and, from layer 0 on, the embedding and the head
/// @param seed of the values that adapters begin with
public record TrainedLayers(int from, int rank, long seed) {
  private static final TrainedLayers NONE = from(Integer.MAX_VALUE);

  public TrainedLayers {
    if (from < 0 || rank < 0)
      throw new IllegalArgumentException("from=" + from + ", rank=" + rank + " is negative");
  }

  /// Nothing is trained.
  public static TrainedLayers none() {
    return NONE;
  }

  /// All weights from a layer on.
  public static TrainedLayers from(int layer) {
    return new TrainedLayers(layer, 0, 0);
  }

  /// The upper layers of a model.
  ///
  /// @param layers of the model
  /// @param share of the layers that is trained, from the top
  /// @param rank of adapters that are trained in place of the weights; 0 trains the weights
  /// @param seed of the values that adapters begin with
  public static TrainedLayers upper(int layers, double share, int rank, long seed) {
    return new TrainedLayers((int) Math.round(layers * (1 - share)), rank, seed);
  }

  /// Whether adapters are trained in place of weights.
  public boolean adapted() {
    return rank > 0;
  }

  /// Whether the embedding and the head are trained too.
  public boolean withEmbedding() {
    return from == 0 && !adapted();
  }

  /// Whether the final norm is trained.
  public boolean withNorm(ModelConfig config) {
    return from <= config.layers() && !adapted();
  }

  /// Random numbers that the adapters of a layer begin with.
  public RandomGenerator generator(int layer) {
    return new SplittableRandom(seed * 31 + layer);
  }
}
