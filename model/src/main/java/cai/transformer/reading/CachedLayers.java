package cai.transformer.reading;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.ModelConfig;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.weights.Block;
import cai.transformer.weights.DecoderWeights;
import java.util.Arrays;
import java.util.List;

/// The lowest blocks of a decoder over new tokens of sequences in a cache. A block has two halves,
/// because a token attends to columns that other lanes may write: first all keys and values are
/// written, then each token attends.
///
/// @param count of blocks that are computed
public record CachedLayers(DecoderWeights weights, KeyValueCache cache, int count) {

  CachePass pass(List<TokenRun> runs) {
    return pass(runs, 0, RowSplit.rows(runs));
  }

  CachePass pass(List<TokenRun> runs, int from, int to) {
    return CachePass.ofRows(cache, runs, weights.rotary(), from, to);
  }

  /// Takes the tokens of a pass through the blocks. **Shape**: the residual stream, [rows, width].
  ///
  /// @param runs all of the pass
  public Tensor inTurn(CachePass pass, List<TokenRun> runs) {
    Tensor stream = embedded(runs);
    for (int layer = 0; layer < count; layer++) {
      try (var scope = TensorScope.inference()) {
        Tensor queries = written(layer, stream, pass);
        stream = scope.keep(attended(layer, stream, queries, pass));
      }
    }
    return stream;
  }

  /// The embeddings of all tokens. **Shape**: [rows, width].
  public Tensor embedded(List<TokenRun> runs) {
    int[] ids = runs.stream().flatMapToInt(run -> Arrays.stream(run.ids())).toArray();
    return weights.embedding().detach().embed(Tensor.of(ids));
  }

  /// The first half of a block: writes keys and values of the tokens into the cache. **Shape**:
  /// stream [rows, width] gives queries [rows, heads, headWidth], fp32.
  Tensor written(int layer, Tensor stream, CachePass pass) {
    Block block = weights.blocks().get(layer);
    ModelConfig config = weights.config();
    int heads = config.heads();
    int pairs = config.keyValueHeads();
    Tensor normalized = stream.unsqueeze(0).rmsNorm(block.attentionNorm(), config.normEpsilon());
    Tensor products = // [1, rows, (heads + 2 pairs) * headWidth]
        block.queriesKeysValues().compact(normalized);
    Tensor all = products.view(1, stream.size(0), heads + 2L * pairs, config.headWidth());
    Tensor turned = // queries and keys, fp32
        weights.rotary().turn(all.narrow(2, 0, heads + pairs).to(DType.FLOAT32), pass.angles());
    cache.write(
        layer,
        pass.places(),
        withoutBatch(turned.narrow(2, heads, pairs)),
        withoutBatch(all.narrow(2, heads + pairs, pairs)));
    return withoutBatch(turned.narrow(2, 0, heads));
  }

  /// **Shape**: [1, rows, heads, headWidth] gives [rows, heads, headWidth].
  private static Tensor withoutBatch(Tensor heads) {
    return heads.view(heads.size(1), heads.size(2), heads.size(3));
  }

  /// The second half of a block, once all columns that the queries see are written. **Shape**:
  /// stream [rows, width] in and out.
  Tensor attended(int layer, Tensor stream, Tensor queries, CachePass pass) {
    Block block = weights.blocks().get(layer);
    var attention = new CachedAttention(weights.config(), cache.type());
    Tensor middle = block.output().onto(stream, attention.mix(queries, cache, layer, pass));
    Tensor normalized = middle.rmsNorm(block.feedForwardNorm(), weights.config().normEpsilon());
    Tensor after = block.feedForward().onto(middle, normalized);
    cache.keep(layer + 1, pass.places(), after);
    return after;
  }
}
