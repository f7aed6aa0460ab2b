package cai.transformer;

import cai.tensor.Tensor;
import cai.tensor.Tensor.Attended;
import java.util.Optional;

/// Attention of new tokens to a cache. The shared prefix is attended to by all sequences together,
/// as if they were one long sequence, and a sequence's own columns by itself; the two are joined by
/// their normalisers, which gives what one softmax over all columns would.
///
/// **Source**: the idea is known as cascade or shared-prefix attention.
record CachedAttention(ModelConfig config) {

  /// **Shape**: queries [batch, time, heads, headWidth]; mask [batch, 1, group * time, own
  /// columns]; result [batch, time, heads * headWidth].
  Tensor mix(Tensor queries, KeyValueCache.Layer own, Tensor mask, KeyValueCache cache, int layer) {
    long batch = queries.size(0);
    long time = queries.size(1);
    long pairs = config.keyValueHeads();
    long group = config.heads() / pairs;
    long width = config.headWidth();
    long rows = group * time;
    Tensor grouped = // the queries that share a key head, one after the other
        queries
            .view(batch, time, pairs, group, width)
            .permute(2, 0, 3, 1, 4)
            .reshape(pairs, batch * rows, width);
    Attended near =
        grouped
            .view(pairs, batch, rows, width)
            .transpose(0, 1)
            .attention(own.keys(), own.values(), Optional.of(mask));
    Tensor mixed = near.mixed().transpose(1, 2); // [batch, rows, pairs, width]
    if (cache.prefixLength() > 0) {
      KeyValueCache.Layer prefix = cache.prefix(layer);
      Attended far =
          grouped
              .unsqueeze(0)
              .attention(
                  prefix.keys().unsqueeze(0), prefix.values().unsqueeze(0), Optional.empty());
      mixed = joined(mixed, near.logSumExp().transpose(1, 2), far);
    }
    return mixed
        .reshape(batch, group, time, pairs, width)
        .permute(0, 2, 3, 1, 4)
        .reshape(batch, time, pairs * group * width);
  }

  /// **Shape**: near [batch, rows, pairs, width] with normalisers [batch, rows, pairs]; far over
  /// all sequences as one.
  private static Tensor joined(Tensor near, Tensor nearSums, Attended far) {
    Tensor farMixed = far.mixed().transpose(1, 2).reshape(near.shape());
    Tensor farSums = far.logSumExp().transpose(1, 2).reshape(nearSums.shape());
    Tensor share = farSums.sub(nearSums).sigmoid().unsqueeze(3);
    return near.add(farMixed.sub(near).mul(share));
  }
}
