package cai.transformer.reading;

import cai.tensor.DType;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.weights.DecoderWeights;
import java.util.List;

/// Adds many tokens to the sequences of a cache at once.
///
/// The state of a token is the same, to the last bit, whatever other tokens are in the pass, and
/// whether the tokens before it were added in this pass or in an earlier one.
public final class CachedReading {
  private final DecoderWeights weights;

  public CachedReading(DecoderWeights weights) {
    this.weights = weights;
  }

  /// Adds tokens and returns their normalised states. **Shape**: [rows, width], the tokens of all
  /// runs one after the other.
  ///
  /// @param runs at most one for each slot
  public Tensor extend(KeyValueCache cache, List<TokenRun> runs) {
    return weights.normalized(extend(cache, runs, weights.config().layers()));
  }

  /// Computes only the lowest layers and returns their residual stream. A cache that was extended
  /// so can only be used for these layers from then on. **Shape**: [rows, width].
  ///
  /// @param layers how many are computed
  public Tensor extend(KeyValueCache cache, List<TokenRun> runs, int layers) {
    runs.forEach(cache::requireRoom);
    Tensor stream = extended(new CachedLayers(weights, cache, layers), runs);
    runs.forEach(cache::advance);
    return stream;
  }

  /// With few rows, LibTorch's threads share each product. With more, each lane takes some of the
  /// runs through all layers and waits for no other; where the runs are too unequal for that, lanes
  /// take equally many rows and wait for each other once in a layer.
  private Tensor extended(CachedLayers layers, List<TokenRun> runs) {
    int lanes = Lanes.count();
    int rows = RowSplit.rows(runs);
    if (!RowSplit.pays(rows, lanes)) return layers.inTurn(layers.pass(runs), runs);
    return RowSplit.wholeRuns(runs, lanes)
        .map(split -> runsByLane(layers, split))
        .orElseGet(() -> rowsByLane(layers, runs, RowSplit.equal(rows, lanes)));
  }

  /// @param split the runs of each lane
  private Tensor runsByLane(CachedLayers layers, List<List<TokenRun>> split) {
    int[] ends = RowSplit.ends(split);
    Tensor all = Tensor.empty(DType.FLOAT32, ends[split.size()], weights.config().width());
    Lanes.each(
        split.size(),
        lane -> {
          List<TokenRun> own = split.get(lane);
          rows(all, ends, lane).copyInPlace(layers.inTurn(layers.pass(own), own));
        });
    return all;
  }

  /// In every layer all lanes write their keys and values before any lane attends.
  ///
  /// @param ends first row of each lane, and last the number of rows
  private Tensor rowsByLane(CachedLayers layers, List<TokenRun> runs, int[] ends) {
    Tensor all = layers.embedded(runs);
    Lanes.together(
        ends.length - 1,
        (lane, others) -> {
          CachePass pass = layers.pass(runs, ends[lane], ends[lane + 1]);
          Tensor stream = rows(all, ends, lane);
          for (int layer = 0; layer < layers.count(); layer++) {
            try (var scope = TensorScope.inference()) {
              Tensor queries = layers.written(layer, stream, pass);
              others.await();
              stream = scope.keep(layers.attended(layer, stream, queries, pass));
            }
          }
          rows(all, ends, lane).copyInPlace(stream);
        });
    return all;
  }

  private static Tensor rows(Tensor all, int[] ends, int lane) {
    return all.narrow(0, ends[lane], ends[lane + 1] - ends[lane]);
  }
}
