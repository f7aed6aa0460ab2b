package cai.transformer;

import cai.tensor.Attention;
import cai.tensor.Attention.Attended;
import cai.tensor.DType;
import cai.tensor.Tensor;
import java.util.Optional;

/// Attention of new tokens to a cache. The shared prefix is attended to by the tokens of all
/// sequences together, as if they were one long sequence, and a sequence's own columns by its own;
/// the two are joined by their normalisers, which gives what one softmax over all columns would.
///
/// **Source**: the idea is known as cascade or shared-prefix attention.
///
/// @param type that queries, keys and values are rounded to where many meet
record CachedAttention(ModelConfig config, DType type) {

  /// **Shape**: queries [rows, heads, headWidth], fp32; result [rows, heads * headWidth].
  Tensor mix(Tensor queries, KeyValueCache cache, int layer, Pass pass) {
    long rows = queries.size(0);
    Tensor grouped = // the query heads that share a key head, side by side
        queries.view(rows, pairs(), group(), config.headWidth());
    Attended near = // mixed [rows, group, pairs, headWidth], logSumExp [rows, group, pairs]
        pass.step()
            .map(step -> together(grouped, cache, layer, step))
            .orElseGet(() -> apart(grouped, cache, layer, pass));
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

  /// One token of each sequence, all sequences at once.
  private static Attended together(
      Tensor grouped, KeyValueCache cache, int layer, KeyBlocks.Step step) {
    var near = cache.blocks(layer).orElseThrow().taken(grouped, step);
    return new Attended(near.mixed().transpose(1, 2), near.logSumExp().transpose(1, 2));
  }

  /// Sequence by sequence, block by block.
  private Attended apart(Tensor grouped, KeyValueCache cache, int layer, Pass pass) {
    long rows = grouped.size(0);
    Tensor rounded = grouped.to(type);
    Tensor mixed = Tensor.empty(type, rows, group(), pairs(), config.headWidth());
    Tensor sums = Tensor.empty(DType.FLOAT32, rows, group(), pairs());
    int slot = -1;
    Optional<LayerColumns.Layer> stored = Optional.empty();
    for (Pass.Span span : pass.runs()) {
      if (stored.isEmpty() || span.slot() != slot) {
        slot = span.slot();
        stored = Optional.of(cache.slot(layer, slot, span.stored()).to(type));
      }
      LayerColumns.Layer seen = seen(stored.orElseThrow(), span);
      Attended part = own(rounded.narrow(0, span.from(), span.rows()), seen, span.mask());
      mixed.narrow(0, span.from(), span.rows()).copyInPlace(part.mixed().permute(2, 1, 0, 3));
      sums.narrow(0, span.from(), span.rows()).copyInPlace(part.logSumExp().permute(2, 1, 0));
    }
    return new Attended(mixed, sums);
  }

  private static LayerColumns.Layer seen(LayerColumns.Layer stored, Pass.Span span) {
    return span.path()
        .map(path ->
            new LayerColumns.Layer(stored.keys().select(0, path), stored.values().select(0, path)))
        .orElseGet(() -> stored.narrow(0, span.columns()));
  }

  /// **Shape**: queries [rows, pairs, group, headWidth] give mixed [pairs, group, rows, headWidth]
  /// and logSumExp [pairs, group, rows].
  private Attended own(Tensor queries, LayerColumns.Layer seen, Tensor mask) {
    long rows = queries.size(0);
    // The heads that share a key head, one below the other: more rows at once are faster.
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

  /// **Shape**: [columns, pairs, headWidth] gives [1, pairs, columns, headWidth], nothing copied.
  private static Tensor byPair(Tensor columns) {
    return columns.transpose(0, 1).unsqueeze(0);
  }

  /// All tokens as one long sequence.
  private Attended prefix(Tensor grouped, LayerColumns.Layer prefix, Attention.Blocks blocks) {
    long rows = grouped.size(0);
    Tensor queries =
        grouped.transpose(0, 1).reshape(1, pairs(), rows * group(), config.headWidth());
    Attended far = toPrefix(queries, prefix, blocks);
    return new Attended(
        far.mixed().transpose(1, 2).view(rows, group(), pairs(), config.headWidth()),
        far.logSumExp().transpose(1, 2).view(rows, group(), pairs()));
  }

  /// **Shape**: queries [1, pairs, some, headWidth].
  static Attended toPrefix(Tensor queries, LayerColumns.Layer prefix, Attention.Blocks blocks) {
    return Attention.steady(
        queries, byPair(prefix.keys()), byPair(prefix.values()), Optional.empty(), blocks);
  }
}
