package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Linear.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// A Llama-family decoder: token ids in, hidden states and logits out.
///
/// [TrainedLayers] says what is trained; the layers below the first trained one are frozen.
///
/// **Thread-safety**: one thread at a time.
public final class Decoder implements AutoCloseable {
  private static final String LAYER = "layer "; // begins the names of kept memory

  private final ModelConfig config;
  private final Arithmetic arithmetic;
  private final TrainedLayers trainedLayers;
  private final Tensor embedding; // [vocab, width], fp32
  private final List<Block> blocks;
  private final Tensor norm; // [width]
  private final Linear head; // [vocab, width]
  private final Rotary rotary;
  private final Buffers buffers = new Buffers();
  private final Borrowed borrowed;

  private Decoder(
      ModelConfig config,
      Parts parts,
      Arithmetic arithmetic,
      TrainedLayers trainedLayers,
      Borrowed borrowed) {
    this.config = config;
    this.borrowed = borrowed;
    this.arithmetic = arithmetic;
    this.trainedLayers = trainedLayers;
    this.embedding = parts.embedding();
    this.blocks = List.copyOf(parts.blocks());
    this.norm = parts.norm();
    this.head = parts.head();
    this.rotary = new Rotary(config);
  }

  private record Parts(Tensor embedding, List<Block> blocks, Tensor norm, Linear head) {}

  /// What another decoder owns.
  ///
  /// @param layers lowest ones
  /// @param ends embedding and head
  private record Borrowed(int layers, boolean ends) {
    static final Borrowed NOTHING = new Borrowed(0, false);
  }

  /// Reads the weights of a decoder.
  ///
  /// @param weights fp32 values by Hugging Face name, row-major
  public static Decoder load(
      ModelConfig config,
      Function<String, float[]> weights,
      Arithmetic arithmetic,
      TrainedLayers trained) {
    var names = new WeightNames(config, weights);
    Tensor embedding = names.embedding().trained(trained.withEmbedding());
    var blocks = new ArrayList<Block>();
    for (int layer = 0; layer < config.layers(); layer++)
      blocks.add(block(names, layer, arithmetic, trained));
    Tensor norm = names.finalNorm().trained(trained.withNorm(config));
    Linear head = head(names, embedding, arithmetic, trained.withEmbedding());
    var parts = new Parts(embedding, blocks, norm, head);
    return new Decoder(config, parts, arithmetic, trained, Borrowed.NOTHING);
  }

  private static Block block(
      WeightNames names, int layer, Arithmetic arithmetic, TrainedLayers trained) {
    ModelConfig config = names.config();
    Block.BlockWeights weights = names.block(layer);
    if (layer < trained.from()) return block(config, weights, arithmetic, Use.FROZEN);
    if (!trained.adapted()) return block(config, weights, arithmetic, Use.TRAINED);
    RandomGenerator random = trained.generator(layer);
    var making =
        Block.Making.adapted(arithmetic, weight -> Adapter.of(weight, trained.rank(), random));
    return new Block(config, weights, making, false);
  }

  private static Block block(
      ModelConfig config, Block.BlockWeights weights, Arithmetic arithmetic, Use use) {
    return new Block(config, weights, Block.Making.plain(arithmetic, use), use == Use.TRAINED);
  }

  /// A frozen decoder that gives, to the last bit, what this one gives now, and goes on giving it
  /// while this one is trained. It shares what is frozen, so it must be closed first; what is
  /// trained it has as copies, into which adapters are merged. Merging changes the last bits of
  /// adapters that have learnt something.
  public Decoder frozenCopy() {
    return copy(Use.FROZEN_LIKE_TRAINED, arithmetic);
  }

  /// The same, laid out for speed, which changes the last bits. It is made anew at each step of a
  /// training, and half precision takes longer to lay out than it saves.
  public Decoder fastCopy() {
    return copy(Use.FROZEN, arithmetic == Arithmetic.FP16 ? Arithmetic.FP32 : arithmetic);
  }

  private Decoder copy(Use use, Arithmetic ofCopies) {
    int from = trainedLayers.from();
    if (from > config.layers()) throw new IllegalStateException("nothing is trained");
    var copies = new ArrayList<>(blocks.subList(0, from));
    for (Block block : blocks.subList(from, config.layers()))
      copies.add(block(config, block.copied(), ofCopies, use));
    boolean own = embeddingIsTrained();
    Tensor words = own ? Block.BlockWeights.copy(embedding) : embedding;
    Linear logits = own ? headOfCopy(words, use, ofCopies) : head;
    var parts = new Parts(words, copies, Block.BlockWeights.copy(norm), logits);
    return new Decoder(config, parts, arithmetic, TrainedLayers.none(), new Borrowed(from, !own));
  }

  private Linear headOfCopy(Tensor words, Use use, Arithmetic ofCopies) {
    try (var scope = TensorScope.inference()) {
      Tensor weight =
          config.tiedEmbeddings()
              ? scope.keepForGood(words.view(words.shape()))
              : Block.BlockWeights.copy(head.weight());
      return Linear.of(weight, ofCopies, use);
    }
  }

  /// A tied head has the embedding as its weight, or a view of it that can be closed.
  private static Linear head(
      WeightNames names, Tensor embedding, Arithmetic arithmetic, boolean trained) {
    boolean tied = names.config().tiedEmbeddings();
    if (trained) return Linear.of(tied ? embedding : names.head(), arithmetic, Use.TRAINED);
    return Linear.passable(tied ? embedding.view(embedding.shape()) : names.head(), arithmetic);
  }

  public ModelConfig config() {
    return config;
  }

  /// In which numbers linear layers multiply.
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /// First trained layer; the number of layers where none is.
  public int trainedFrom() {
    return Math.min(trainedLayers.from(), config.layers());
  }

  /// The rank of the adapters that are trained, where they are.
  public Optional<Integer> adapterRank() {
    return trainedLayers.adapted() ? Optional.of(trainedLayers.rank()) : Optional.empty();
  }

  // --- packed sequences, without recording ---------------------------------------------------

  /// The residual stream of packed sequences after the layers below `layer`, without gradients.
  /// **Shape**: [tokens, width].
  public Tensor streamBelow(int layer, Packed rows) {
    if (rows.longest() > config.contextLength())
      throw new IllegalArgumentException(
          rows.longest() + " tokens do not fit the context of " + config.contextLength());
    Tensor embedded = embedding.detach().embed(Tensor.of(rows.ids(), rows.tokens()));
    return carried(embedded, rows, 0, layer);
  }

  /// Carries the residual stream of packed sequences on from layer `from` (inclusive) to `to`
  /// (exclusive), without gradients. **Shape**: [tokens, width] in and out.
  public Tensor carried(Tensor stream, Packed rows, int from, int to) {
    try (var scope = TensorScope.inference()) {
      var pass = new PackedBlock(config, rows, buffers, rotary, arithmetic);
      Tensor behind = Tensor.empty(DType.FLOAT32, stream.shape());
      for (int layer = from; layer < to; layer++) {
        pass.forward(parts(layer), pass.state("free ", stream), behind);
        stream = behind; // a block may write over its input
      }
      return scope.keep(stream);
    }
  }

  /// Carries the residual stream of packed sequences through the trained layers, so that it can be
  /// gone back. The layers' states are kept where there is memory for them, else computed again.
  /// **Shape**: stream before the first trained layer, [tokens, width].
  public Recorded recorded(Tensor stream, Packed rows) {
    int layers = config.layers() - trainedFrom();
    // Beyond what is there already.
    long more = Activations.bytes(config, arithmetic, rows.tokens(), layers) - buffers.bytes(LAYER);
    // Nothing is asked of the system where nothing more is needed.
    var available = more > 0 ? AvailableMemory.bytes() : OptionalLong.empty();
    return recorded(stream, rows, Activations.choice(more, available));
  }

  Recorded recorded(Tensor stream, Packed rows, Activations activations) {
    var pass = new PackedBlock(config, rows, buffers, rotary, arithmetic);
    var states = new ArrayList<PackedBlock.State>();
    for (int layer = trainedFrom(); layer < config.layers(); layer++) {
      String name = LAYER + layer + " ";
      Tensor behind = pass.stream(name + "stream");
      boolean kept = activations == Activations.KEPT;
      states.add(pass.state(kept ? name : "recomputed ", stream));
      pass.forward(parts(layer), states.getLast(), behind);
      stream = behind;
    }
    return new Recorded(this, rows, pass, new Recorded.Layers(states, activations), stream);
  }

  PackedHead packedHead() {
    return new PackedHead(
        head, norm, trainedLayers.withNorm(config), config.normEpsilon(), buffers);
  }

  boolean embeddingIsTrained() {
    return trainedLayers.withEmbedding();
  }

  List<Block> blocks() {
    return blocks;
  }

  Block.Parts parts(int layer) {
    return blocks.get(layer).parts();
  }

  Tensor embedding() {
    return embedding;
  }

  /// The final norm. **Shape**: [.., width] in and out.
  public Tensor normalized(Tensor stream) {
    return stream.rmsNorm(norm, config.normEpsilon());
  }

  /// Logits of the rows of one pass, some at a time, as [Recorded#backward] computes them. The
  /// operation belongs to the present scope. **Shape**: [rows, width] gives [rows, vocab].
  public UnaryOperator<Tensor> logitsOfRows() {
    return head.logits();
  }

  /// Logits of normalised states. **Shape**: [.., width] gives [.., vocab].
  public Tensor logits(Tensor normalized) {
    return head.apply(normalized);
  }

  /// The same by all lanes, each of which has a part of the vocabulary for all rows. Nothing is
  /// recorded. A trained head, whose weight is read as it is, is multiplied as in [#logits].
  /// **Shape**: [rows, width] gives [rows, vocab].
  public Tensor logitsOnLanes(Tensor normalized) {
    return head.applyOnLanes(normalized);
  }

  /// Whether this many rows are faster split across lanes than computed by all threads together.
  public static boolean onLanes(int rows) {
    return LaneParts.pay(rows, Lanes.count());
  }

  // --- with a cache -------------------------------------------------------------------------

  /// Adds tokens to the sequences of a cache and returns their normalised states. **Shape**: [rows,
  /// width], the tokens of all runs one after the other.
  ///
  /// The state of a token is the same, to the last bit, whatever other tokens are in the pass, and
  /// whether the tokens before it were added in this pass or in an earlier one.
  ///
  /// Where there are enough rows, each lane takes some of the runs through all layers, and no lane
  /// waits for another; where runs are too unequal for that, lanes take rows and wait for each
  /// other once in a layer. With few rows all threads share each product.
  ///
  /// @param runs at most one for each slot
  public Tensor extend(KeyValueCache cache, List<TokenRun> runs) {
    return normalized(extend(cache, runs, config.layers()));
  }

  /// The same through the lowest layers alone: their residual stream, not normalised. A cache that
  /// was extended so serves these layers alone from then on.
  ///
  /// @param layers how many are computed
  public Tensor extend(KeyValueCache cache, List<TokenRun> runs, int layers) {
    runs.forEach(cache::requireRoom);
    Tensor stream = extended(cache, runs, layers);
    runs.forEach(cache::advance);
    return stream;
  }

  private Tensor extended(KeyValueCache cache, List<TokenRun> runs, int layers) {
    int rows = LaneParts.rows(runs);
    if (!onLanes(rows)) return inTurn(Pass.of(cache, runs, rotary), cache, runs, layers);
    return LaneParts.wholeRuns(runs, Lanes.count())
        .map(parts -> apart(cache, parts, layers))
        .orElseGet(() -> inStep(cache, runs, LaneParts.equal(rows, Lanes.count()), layers));
  }

  /// Adds one token to each of some sequences in neighbouring slots of a cache for sampling, and
  /// returns their normalised states, as [#extend] but by kernels that are made for it, whose sums
  /// run in another order. The same here: what a token gets does not depend on the others.
  public Tensor step(KeyValueCache cache, List<TokenRun> runs) {
    return normalized(step(cache, runs, config.layers()));
  }

  /// The same through the lowest layers alone.
  Tensor step(KeyValueCache cache, List<TokenRun> runs, int layers) {
    if (!Pass.isStep(cache, runs))
      throw new IllegalArgumentException("a step is one token for each of neighbouring slots");
    runs.forEach(cache::requireRoom);
    List<Block> some = blocks.subList(0, layers);
    Tensor stream =
        SharedStep.suits(some)
            ? shared(cache, runs, some)
            : inTurn(Pass.stepOf(cache, runs, rotary), cache, runs, layers);
    runs.forEach(cache::advance);
    return stream;
  }

  private Tensor shared(KeyValueCache cache, List<TokenRun> runs, List<Block> some) {
    var shape = new SharedStep.Shape(config, arithmetic.products(), LaneParts.sharing());
    return new SharedStep(shape, rotary, cache, runs)
        .through(some, embedding.detach().embed(ids(runs)));
  }

  /// Each part of the runs by a lane of its own.
  private Tensor apart(KeyValueCache cache, List<List<TokenRun>> parts, int layers) {
    int[] ends = LaneParts.ends(parts);
    Tensor stream = Tensor.empty(DType.FLOAT32, ends[parts.size()], config.width());
    Lanes.each(
        parts.size(),
        part -> {
          Pass pass = Pass.of(cache, parts.get(part), rotary);
          rows(stream, ends, part).copyInPlace(inTurn(pass, cache, parts.get(part), layers));
        });
    return stream;
  }

  private Tensor inTurn(Pass pass, KeyValueCache cache, List<TokenRun> runs, int layers) {
    Tensor stream = embedding.embed(ids(runs));
    for (int layer = 0; layer < layers; layer++) {
      try (var scope = TensorScope.inference()) {
        Block block = blocks.get(layer);
        Tensor queries = block.written(stream, rotary, cache, layer, pass);
        stream = scope.keep(block.attended(stream, queries, cache, layer, pass));
        cache.keep(layer + 1, pass.places(), stream);
      }
    }
    return stream;
  }

  private static Tensor ids(List<TokenRun> runs) {
    return Tensor.of(runs.stream().flatMapToInt(run -> Arrays.stream(run.ids())).toArray());
  }

  /// Each part of the rows by a lane: in every layer all write their keys and values before any
  /// attends.
  private Tensor inStep(KeyValueCache cache, List<TokenRun> runs, int[] ends, int layers) {
    Tensor all = embedding.detach().embed(ids(runs));
    Lanes.together(
        ends.length - 1,
        (lane, others) -> {
          Pass pass = Pass.ofRows(cache, runs, rotary, ends[lane], ends[lane + 1]);
          Tensor stream = rows(all, ends, lane);
          for (int layer = 0; layer < layers; layer++) {
            try (var scope = TensorScope.inference()) {
              Block block = blocks.get(layer);
              Tensor queries = block.written(stream, rotary, cache, layer, pass);
              others.await();
              stream = scope.keep(block.attended(stream, queries, cache, layer, pass));
              cache.keep(layer + 1, pass.places(), stream);
            }
          }
          rows(all, ends, lane).copyInPlace(stream);
        });
    return all;
  }

  private static Tensor rows(Tensor all, int[] ends, int part) {
    return all.narrow(0, ends[part], ends[part + 1] - ends[part]);
  }

  /// A cache for sequences that all continue the single one of another.
  ///
  /// @param room behind the prefix
  public KeyValueCache behind(KeyValueCache prefix, KeyValueCache.Room room) {
    return KeyValueCache.behind(prefix, room);
  }

  /// A cache without a prefix.
  public KeyValueCache cache(KeyValueCache.Room room) {
    return cache(room, Set.of());
  }

  /// The same, which keeps residual streams too.
  ///
  /// @param depths numbers of layers behind which they are kept
  public KeyValueCache cache(KeyValueCache.Room room, Set<Integer> depths) {
    return KeyValueCache.of(config, arithmetic.attention(), room, depths);
  }

  // --- weights ------------------------------------------------------------------------------

  /// The trained tensors, always in the same order: weights, or adapters in place of them.
  public List<Tensor> trained() {
    var trained = new ArrayList<>(trainedInStream());
    if (trainedLayers.withNorm(config)) trained.add(norm);
    if (embeddingIsTrained() && !config.tiedEmbeddings()) head.visitTrained(trained::add);
    return List.copyOf(trained);
  }

  /// What messages call the tensors of [#trained], in their order.
  public List<String> trainedNames() {
    var names = new ArrayList<>(trainedInStreamNames());
    if (trainedLayers.withNorm(config)) names.add(TrainedNames.NORM);
    if (embeddingIsTrained() && !config.tiedEmbeddings()) names.add(TrainedNames.HEAD);
    return List.copyOf(names);
  }

  /// The same of [#trainedInStream].
  public List<String> trainedInStreamNames() {
    var names = new ArrayList<String>();
    if (embeddingIsTrained()) names.add(TrainedNames.EMBEDDING);
    for (int layer = trainedFrom(); layer < config.layers(); layer++)
      names.addAll(TrainedNames.ofLayer(layer, trainedLayers.adapted()));
    return List.copyOf(names);
  }

  /// The weights of the trained layers by their Hugging Face names, copied, with adapters merged
  /// into them; and of the embedding, the final norm and the head where they are trained.
  public Map<String, float[]> trainedWeights() {
    var weights = new LinkedHashMap<String, float[]>();
    var names = new TrainedNames(config, weights);
    if (embeddingIsTrained()) names.embedding(embedding);
    for (int layer = trainedFrom(); layer < config.layers(); layer++) {
      try (var _ = TensorScope.inference()) {
        names.block(layer, blocks.get(layer).weights());
      }
    }
    if (trainedLayers.withNorm(config)) names.finalNorm(norm);
    if (embeddingIsTrained() && !config.tiedEmbeddings()) names.head(head.weight());
    return weights;
  }

  /// The trained tensors that the residual stream depends on, in the same order: all but the final
  /// norm and the head.
  public List<Tensor> trainedInStream() {
    var trained = new ArrayList<Tensor>();
    if (embeddingIsTrained()) trained.add(embedding);
    blocks.forEach(block -> block.visitTrained(trained::add));
    return List.copyOf(trained);
  }

  @Override
  public void close() {
    blocks.subList(borrowed.layers(), blocks.size()).forEach(Block::close);
    norm.close();
    rotary.close();
    buffers.close();
    if (borrowed.ends()) return;
    boolean same = embeddingIsTrained() && config.tiedEmbeddings();
    if (!same) head.close();
    embedding.close();
  }
}
