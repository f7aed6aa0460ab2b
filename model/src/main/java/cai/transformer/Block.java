package cai.transformer;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.function.Consumer;
import java.util.function.Function;

/// One decoder block: attention and a gated feed-forward layer, each behind a norm and added to the
/// residual stream.
///
/// The projections of queries, keys and values are one matrix, and so are gate and up: one product
/// each instead of five.
final class Block implements AutoCloseable {
  private final ModelConfig config;
  private final Tensor attentionNorm; // [width]
  private final Linear queriesKeysValues; // [(heads + 2 pairs) * headWidth, width]
  private final Linear output; // [width, heads * headWidth]
  private final Tensor feedForwardNorm; // [width]
  private final Linear gateUp; // [2 * feedForwardWidth, width]
  private final Linear down; // [width, feedForwardWidth]
  private final boolean normsTrained;

  /// Takes over the weights.
  ///
  /// @param linear makes a layer of its weight
  Block(
      ModelConfig config,
      BlockWeights weights,
      Function<Tensor, Linear> linear,
      boolean normsTrained) {
    this.config = config;
    this.normsTrained = normsTrained;
    attentionNorm = weights.attentionNorm().trained(normsTrained);
    queriesKeysValues = linear.apply(weights.queriesKeysValues());
    output = linear.apply(weights.output());
    feedForwardNorm = weights.feedForwardNorm().trained(normsTrained);
    gateUp = linear.apply(weights.gateUp());
    down = linear.apply(weights.down());
  }

  /// The fp32 weights of a block, each outside all scopes.
  record BlockWeights(
      Tensor attentionNorm,
      Tensor queriesKeysValues,
      Tensor output,
      Tensor feedForwardNorm,
      Tensor gateUp,
      Tensor down) {

    BlockWeights copied() {
      return new BlockWeights(
          copy(attentionNorm),
          copy(queriesKeysValues),
          copy(output),
          copy(feedForwardNorm),
          copy(gateUp),
          copy(down));
    }

    /// A copy that belongs to no scope and is not trained.
    static Tensor copy(Tensor weight) {
      try (var scope = TensorScope.inference()) {
        return scope.keepForGood(weight.add(0));
      }
    }
  }

  /// Whole sequences, causal, no cache. **Shape**: [batch, time, width] in and out.
  Tensor whole(Tensor stream, Rotary rotary, Rotary.Angles angles) {
    long batch = stream.size(0);
    long time = stream.size(1);
    Heads heads = heads(stream, rotary, angles);
    int group = config.heads() / config.keyValueHeads();
    Tensor mixed =
        heads
            .queries()
            .transpose(1, 2)
            .causalAttention(
                repeated(heads.keys(), group), repeated(heads.values(), group)) // [b, heads, t, w]
            .transpose(1, 2)
            .reshape(batch, time, (long) config.heads() * config.headWidth());
    return feedForward(stream.add(output.apply(mixed)));
  }

  /// Queries, keys and values of new tokens, turned by their positions.
  record Heads(Tensor queries, Tensor keys, Tensor values) {} // [batch, time, heads, headWidth]

  private Heads heads(Tensor stream, Rotary rotary, Rotary.Angles angles) {
    long batch = stream.size(0);
    long time = stream.size(1);
    int heads = config.heads();
    int pairs = config.keyValueHeads();
    Tensor all =
        queriesKeysValues
            .apply(stream.rmsNorm(attentionNorm, config.normEpsilon()))
            .view(batch, time, heads + 2L * pairs, config.headWidth());
    Tensor turned = rotary.turn(all.narrow(2, 0, heads + pairs), angles);
    return new Heads(
        turned.narrow(2, 0, heads),
        turned.narrow(2, heads, pairs),
        all.narrow(2, heads + pairs, pairs));
  }

  /// Each key or value head once for every query head that shares it. **Shape**: [batch, time,
  /// pairs, headWidth] gives [batch, heads, time, headWidth].
  private Tensor repeated(Tensor pairs, int group) {
    long batch = pairs.size(0);
    long time = pairs.size(1);
    Tensor byHead = pairs.transpose(1, 2);
    if (group == 1) return byHead;
    return byHead
        .unsqueeze(2)
        .expand(batch, config.keyValueHeads(), group, time, config.headWidth())
        .reshape(batch, config.heads(), time, config.headWidth());
  }

  /// Writes keys and values of new tokens into a cache. **Shape**: [rows, width] gives the tokens'
  /// queries, [rows, heads, headWidth].
  Tensor written(Tensor stream, Rotary rotary, KeyValueCache cache, int layer, Pass pass) {
    Heads heads = heads(stream.unsqueeze(0), rotary, pass.angles());
    cache.write(layer, pass.places(), packed(heads.keys()), packed(heads.values()));
    return packed(heads.queries());
  }

  /// The rest of the layer, when the cache has what the queries see. **Shape**: stream [rows,
  /// width] in and out.
  Tensor attended(Tensor stream, Tensor queries, KeyValueCache cache, int layer, Pass pass) {
    Tensor mixed = new CachedAttention(config).mix(queries, cache, layer, pass);
    return feedForward(stream.add(output.apply(mixed.view(stream.size(0), -1))));
  }

  /// **Shape**: [1, rows, heads, headWidth] gives [rows, heads, headWidth].
  private static Tensor packed(Tensor heads) {
    return heads.view(heads.size(1), heads.size(2), heads.size(3));
  }

  private Tensor feedForward(Tensor stream) {
    Tensor both = gateUp.apply(stream.rmsNorm(feedForwardNorm, config.normEpsilon()));
    int width = config.feedForwardWidth();
    int last = both.dimensions() - 1;
    Tensor gate = both.narrow(last, 0, width).silu();
    return stream.add(down.apply(gate.mul(both.narrow(last, width, width))));
  }

  void visitTrained(Consumer<Tensor> visitor) {
    if (normsTrained) visitor.accept(attentionNorm);
    queriesKeysValues.visitTrained(visitor);
    output.visitTrained(visitor);
    if (normsTrained) visitor.accept(feedForwardNorm);
    gateUp.visitTrained(visitor);
    down.visitTrained(visitor);
  }

  /// The layers themselves, for passes over packed rows.
  Parts parts() {
    return new Parts(
        attentionNorm, queriesKeysValues, output, feedForwardNorm, gateUp, down, normsTrained);
  }

  /// What a block computes with.
  record Parts(
      Tensor attentionNorm,
      Linear queriesKeysValues,
      Linear output,
      Tensor feedForwardNorm,
      Linear gateUp,
      Linear down,
      boolean normsTrained) {}

  /// Copies of the weights as they are now, each outside all scopes.
  BlockWeights copied() {
    try (var _ = TensorScope.inference()) {
      return weights().copied();
    }
  }

  /// The weights as they are now, by the surrounding scope where adapters change them.
  BlockWeights weights() {
    return new BlockWeights(
        attentionNorm,
        queriesKeysValues.merged(),
        output.merged(),
        feedForwardNorm,
        gateUp.merged(),
        down.merged());
  }

  @Override
  public void close() {
    attentionNorm.close();
    queriesKeysValues.close();
    output.close();
    feedForwardNorm.close();
    gateUp.close();
    down.close();
  }
}
