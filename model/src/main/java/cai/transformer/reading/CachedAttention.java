package cai.transformer.reading;

import cai.tensor.Attention;
import cai.tensor.Attention.Attended;
import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.transformer.ModelConfig;
import cai.transformer.cache.KeyBlocks;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.KeysAndValues;
import java.util.Optional;

/// Attention of new tokens to a cache. The tokens of all sequences attend to the shared prefix
/// together, as if they were one long sequence, and each token to the own columns of its sequence;
/// the two results are joined by the normalisers of their softmax, which gives the result of one
/// softmax over all columns.
///
/// **Shape**: `group` is the number of query heads that share a key head.
///
/// **Source**: known as cascade attention or shared-prefix attention (Juravsky et al. 2024).
///
/// @param type that queries, keys and values are rounded to in fused attention
public record CachedAttention(ModelConfig config, DType type) {

  /// The weighted values of all heads. **Shape**: queries [rows, heads, headWidth], fp32; result
  /// [rows, heads * headWidth].
  Tensor mix(Tensor queries, KeyValueCache cache, int layer, CachePass pass) {
    long rows = queries.size(0);
    Tensor grouped = queries.view(rows, pairs(), group(), config.headWidth());
    Attended near = // mixed [rows, group, pairs, headWidth], logSumExp [rows, group, pairs]
        pass.step()
            .map(step -> ofStep(grouped, cache, layer, step))
            .orElseGet(() -> ofSpans(grouped, cache, layer, pass));
    Tensor mixed =
        cache.prefixLength() == 0
            ? near.mixed()
            : near.mixedWith(
                prefix(
                    grouped.to(type),
                    cache.prefix(layer),
                    pass.step().isPresent() ? Attention.Blocks.SMALL : Attention.Blocks.LARGE));
    return mixed.transpose(1, 2).reshape(rows, (long) config.heads() * config.headWidth());
  }

  private long pairs() {
    return config.keyValueHeads();
  }

  private long group() {
    return config.heads() / config.keyValueHeads();
  }

  /// Attention of one token of each sequence to the own columns of its sequence.
  private static Attended ofStep(
      Tensor grouped, KeyValueCache cache, int layer, KeyBlocks.StepColumns step) {
    var near = cache.blocks(layer).orElseThrow().taken(grouped, step);
    return new Attended(near.mixed().transpose(1, 2), near.logSumExp().transpose(1, 2));
  }

  /// Attention of each span to the own columns of its sequence.
  private Attended ofSpans(Tensor grouped, KeyValueCache cache, int layer, CachePass pass) {
    long rows = grouped.size(0);
    Tensor rounded = grouped.to(type);
    Tensor mixed = Tensor.empty(type, rows, group(), pairs(), config.headWidth());
    Tensor sums = Tensor.empty(DType.FLOAT32, rows, group(), pairs());
    int slot = -1;
    Optional<KeysAndValues> stored = Optional.empty();
    for (CachePass.Span span : pass.spans()) {
      if (stored.isEmpty() || span.slot() != slot) {
        slot = span.slot();
        stored = Optional.of(cache.slot(layer, slot, span.stored()).to(type));
      }
      KeysAndValues seen = seen(stored.orElseThrow(), span);
      Attended part = own(rounded.narrow(0, span.from(), span.rows()), seen, span.mask());
      mixed.narrow(0, span.from(), span.rows()).copyInPlace(part.mixed().permute(2, 1, 0, 3));
      sums.narrow(0, span.from(), span.rows()).copyInPlace(part.logSumExp().permute(2, 1, 0));
    }
    return new Attended(mixed, sums);
  }

  private static KeysAndValues seen(KeysAndValues stored, CachePass.Span span) {
    return span.path().map(stored::select).orElseGet(() -> stored.narrow(0, span.columns()));
  }

  /// Attention of a span. **Shape**: queries [rows, pairs, group, headWidth] give mixed [pairs,
  /// group, rows, headWidth] and logSumExp [pairs, group, rows].
  private Attended own(Tensor queries, KeysAndValues seen, Tensor mask) {
    long rows = queries.size(0);
    // The heads that share a key head become rows of one head: more rows at once are faster.
    Tensor below =
        queries.permute(1, 2, 0, 3).reshape(1, pairs(), group() * rows, config.headWidth());
    Attended part =
        Attention.steady(
            below,
            byPair(seen.keys()),
            byPair(seen.values()),
            Optional.of(mask),
            Attention.Blocks.SMALL);
    return byPair(part, rows);
  }

  private Attended byPair(Attended attended, long rows) {
    return new Attended(
        attended.mixed().reshape(pairs(), group(), rows, config.headWidth()),
        attended.logSumExp().reshape(pairs(), group(), rows));
  }

  /// **Shape**: [columns, pairs, headWidth] gives a view [1, pairs, columns, headWidth].
  private static Tensor byPair(Tensor columns) {
    return columns.transpose(0, 1).unsqueeze(0);
  }

  /// Attention of all tokens, as one long sequence, to the prefix.
  private Attended prefix(Tensor grouped, KeysAndValues prefix, Attention.Blocks blocks) {
    long rows = grouped.size(0);
    Tensor queries =
        grouped.transpose(0, 1).reshape(1, pairs(), rows * group(), config.headWidth());
    Attended far = toPrefix(queries, prefix, blocks);
    return new Attended(
        far.mixed().transpose(1, 2).view(rows, group(), pairs(), config.headWidth()),
        far.logSumExp().transpose(1, 2).view(rows, group(), pairs()));
  }

  /// Attention to the prefix. **Shape**: queries [1, pairs, some, headWidth].
  public static Attended toPrefix(Tensor queries, KeysAndValues prefix, Attention.Blocks blocks) {
    return Attention.steady(
        queries, byPair(prefix.keys()), byPair(prefix.values()), Optional.empty(), blocks);
  }
}
