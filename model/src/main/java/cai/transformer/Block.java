package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.function.BiFunction;
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
  private final FeedForward feedForward;
  private final boolean normsTrained;

  /// Takes over the weights.
  ///
  /// @param making of layers of their weights
  Block(ModelConfig config, BlockWeights weights, Making making, boolean normsTrained) {
    this.config = config;
    this.normsTrained = normsTrained;
    attentionNorm = weights.attentionNorm().trained(normsTrained);
    queriesKeysValues = making.linear.apply(weights.queriesKeysValues());
    output = making.linear.apply(weights.output());
    feedForwardNorm = weights.feedForwardNorm().trained(normsTrained);
    feedForward = making.feedForward.apply(weights.gateUp(), weights.down());
  }

  /// How layers are made of their weights, which they take over.
  ///
  /// @param feedForward of gate above up, and down
  record Making(
      Function<Tensor, Linear> linear, BiFunction<Tensor, Tensor, FeedForward> feedForward) {
    static Making plain(Arithmetic arithmetic, Linear.Use use) {
      if (use != Linear.Use.FROZEN)
        return of(weight -> Linear.of(weight, arithmetic, use), arithmetic);
      return new Making(
          weight -> Linear.of(weight, arithmetic, use),
          (gateUp, down) -> FeedForward.packed(gateUp, down, arithmetic));
    }

    static Making adapted(Arithmetic arithmetic, Function<Tensor, Adapter> adapters) {
      return of(weight -> Linear.adapted(weight, arithmetic, adapters.apply(weight)), arithmetic);
    }

    private static Making of(Function<Tensor, Linear> linear, Arithmetic arithmetic) {
      return new Making(
          linear,
          (gateUp, down) ->
              FeedForward.of(
                  new FeedForward.Layers(linear.apply(gateUp), linear.apply(down)), arithmetic));
    }
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

  /// Queries, keys and values of new tokens, the first two turned by their positions, fp32; values
  /// in the numbers of products.
  record Heads(Tensor queries, Tensor keys, Tensor values) {} // [batch, time, heads, headWidth]

  private Heads heads(Tensor stream, Rotary rotary, Rotary.Angles angles) {
    Tensor products = // [batch, time, (heads + 2 pairs) * headWidth]
        queriesKeysValues.compact(stream.rmsNorm(attentionNorm, config.normEpsilon()));
    int heads = config.heads();
    int pairs = config.keyValueHeads();
    Tensor all =
        products.view(products.size(0), products.size(1), heads + 2L * pairs, config.headWidth());
    Tensor turned = rotary.turn(all.narrow(2, 0, heads + pairs).to(DType.FLOAT32), angles);
    return new Heads(
        turned.narrow(2, 0, heads),
        turned.narrow(2, heads, pairs),
        all.narrow(2, heads + pairs, pairs));
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
    Tensor mixed = new CachedAttention(config, cache.type()).mix(queries, cache, layer, pass);
    return fedForward(output.onto(stream, mixed));
  }

  /// **Shape**: [1, rows, heads, headWidth] gives [rows, heads, headWidth].
  private static Tensor packed(Tensor heads) {
    return heads.view(heads.size(1), heads.size(2), heads.size(3));
  }

  private Tensor fedForward(Tensor stream) {
    return feedForward.onto(stream, stream.rmsNorm(feedForwardNorm, config.normEpsilon()));
  }

  void visitTrained(Consumer<Tensor> visitor) {
    if (normsTrained) visitor.accept(attentionNorm);
    queriesKeysValues.visitTrained(visitor);
    output.visitTrained(visitor);
    if (normsTrained) visitor.accept(feedForwardNorm);
    feedForward.visitTrained(visitor);
  }

  /// The layers themselves, for passes over packed rows.
  Parts parts() {
    return new Parts(
        attentionNorm, queriesKeysValues, output, feedForwardNorm, feedForward, normsTrained);
  }

  /// What a block computes with.
  record Parts(
      Tensor attentionNorm,
      Linear queriesKeysValues,
      Linear output,
      Tensor feedForwardNorm,
      FeedForward feedForward,
      boolean normsTrained) {

    /// Whether every product is packed in this many parts, one for each lane.
    boolean isSharedBy(int lanes) {
      return feedForward.count() == lanes
          && queriesKeysValues.isPacked()
          && queriesKeysValues.packed().count() == lanes
          && output.packed().count() == lanes;
    }
  }

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
        feedForward.layers().gateUp().merged(),
        feedForward.layers().down().merged());
  }

  @Override
  public void close() {
    attentionNorm.close();
    queriesKeysValues.close();
    output.close();
    feedForwardNorm.close();
    feedForward.close();
  }
}
