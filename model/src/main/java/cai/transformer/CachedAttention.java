package cai.transformer;

import cai.tensor.Tensor;
import java.util.List;

/// Attention of new tokens to a cache. The shared prefix is attended to by all sequences together,
/// as one dense product per key head instead of one small product per sequence; its scores and
/// those of a sequence's own columns pass one softmax.
///
/// **Source**: the idea is known as cascade or shared-prefix attention.
record CachedAttention(ModelConfig config) {

  /// **Shape**: queries [batch, time, heads, headWidth]; mask [batch, 1, 1, time, own columns];
  /// result [batch, time, heads * headWidth].
  Tensor mix(Tensor queries, KeyValueCache.Layer own, Tensor mask, KeyValueCache cache, int layer) {
    long batch = queries.size(0);
    long time = queries.size(1);
    long pairs = config.keyValueHeads();
    long group = config.heads() / pairs;
    long width = config.headWidth();
    long columns = own.keys().size(2);
    Tensor grouped = // [batch, pairs, group * time, headWidth]
        queries
            .mul(1 / Math.sqrt(width))
            .view(batch, time, pairs, group, width)
            .permute(0, 2, 3, 1, 4)
            .reshape(batch, pairs, group * time, width);
    Tensor scores =
        grouped
            .matmul(own.keys().transpose(2, 3))
            .view(batch, pairs, group, time, columns)
            .add(mask)
            .view(batch, pairs, group * time, columns);
    Tensor mixed = // [batch, pairs, group * time, headWidth]
        cache.prefixLength() == 0
            ? scores.softmax(3).matmul(own.values())
            : withPrefix(grouped, scores, own.values(), cache.prefix(layer));
    return mixed
        .view(batch, pairs, group, time, width)
        .permute(0, 3, 1, 2, 4)
        .reshape(batch, time, pairs * group * width);
  }

  private Tensor withPrefix(
      Tensor grouped, Tensor ownScores, Tensor ownValues, KeyValueCache.Layer prefix) {
    long shared = prefix.keys().size(1);
    Tensor scores = acrossBatch(grouped, prefix.keys().transpose(1, 2));
    Tensor weights = Tensor.concatenate(List.of(scores, ownScores), 3).softmax(3);
    Tensor fromPrefix = acrossBatch(weights.narrow(3, 0, shared), prefix.values());
    return fromPrefix.add(weights.narrow(3, shared, ownScores.size(3)).matmul(ownValues));
  }

  /// One product per key head for all sequences together. **Shape**: [batch, pairs, rows, inner] by
  /// [pairs, inner, outer] gives [batch, pairs, rows, outer].
  private static Tensor acrossBatch(Tensor left, Tensor right) {
    long batch = left.size(0);
    long pairs = left.size(1);
    long rows = left.size(2);
    return left.transpose(0, 1)
        .reshape(pairs, batch * rows, left.size(3))
        .matmul(right)
        .view(pairs, batch, rows, right.size(2))
        .transpose(0, 1);
  }
}
