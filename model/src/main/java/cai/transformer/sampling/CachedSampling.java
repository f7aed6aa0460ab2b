package cai.transformer.sampling;

import cai.tensor.Tensor;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.reading.CachePass;
import cai.transformer.reading.CachedLayers;
import cai.transformer.weights.Block;
import cai.transformer.weights.ColumnSplit;
import cai.transformer.weights.DecoderWeights;
import cai.transformer.weights.FrozenBlock;
import java.util.List;
import java.util.Optional;

/// Adds one token to each of some sequences of a cache for sampling.
///
/// The kernels are made for such a step, and sum in another order than those that read many tokens.
/// The state of a token does not depend on the other sequences of the step.
public final class CachedSampling {
  private final DecoderWeights weights;

  public CachedSampling(DecoderWeights weights) {
    this.weights = weights;
  }

  /// Adds tokens and returns their normalised states. **Shape**: [runs, width].
  ///
  /// @param runs one token for each of some neighbouring slots
  public Tensor step(KeyValueCache cache, List<TokenRun> runs) {
    return weights.normalized(step(cache, runs, weights.config().layers()));
  }

  /// Computes only the lowest layers and returns their residual stream. **Shape**: [runs, width].
  Tensor step(KeyValueCache cache, List<TokenRun> runs, int count) {
    if (cache.blocks(0).isEmpty() || !oneForEachSlot(runs))
      throw new IllegalArgumentException("a step is one token for each of neighbouring slots");
    runs.forEach(cache::requireRoom);
    var layers = new CachedLayers(weights, cache, count);
    Tensor stream =
        shareable(weights.blocks().subList(0, count), ColumnSplit.lanes())
            .map(blocks -> shared(blocks, layers, runs))
            .orElseGet(() -> inTurn(layers, runs));
    runs.forEach(cache::advance);
    return stream;
  }

  private static boolean oneForEachSlot(List<TokenRun> runs) {
    int first = runs.getFirst().slot();
    for (int i = 0; i < runs.size(); i++)
      if (runs.get(i).slot() != first + i || runs.get(i).length() != 1) return false;
    return true;
  }

  /// The blocks, if lanes can share all their products; empty where one is trained, too narrow or
  /// copied with a trained block's bits.
  static Optional<List<FrozenBlock>> shareable(List<Block> blocks, int lanes) {
    boolean all =
        lanes > 1
            && blocks.stream()
                .allMatch(block -> block instanceof FrozenBlock one && one.isSplitFor(lanes));
    return all
        ? Optional.of(blocks.stream().map(FrozenBlock.class::cast).toList())
        : Optional.empty();
  }

  private Tensor shared(List<FrozenBlock> blocks, CachedLayers layers, List<TokenRun> runs) {
    return new SharedStep(weights, layers.cache(), runs, ColumnSplit.lanes())
        .through(blocks, layers.embedded(runs));
  }

  private Tensor inTurn(CachedLayers layers, List<TokenRun> runs) {
    return layers.inTurn(CachePass.ofStep(layers.cache(), runs, weights.rotary()), runs);
  }
}
