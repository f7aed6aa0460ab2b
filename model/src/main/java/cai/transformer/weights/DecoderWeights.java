package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.TrainedLayers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/// All weights of a decoder: what each pass computes with. [TrainedLayers] says which are trained;
/// the layers below the first trained one are frozen.
public final class DecoderWeights implements AutoCloseable {
  private final ModelConfig config;
  private final Arithmetic arithmetic;
  private final TrainedLayers trainedLayers;
  private final Tensors tensors;
  private final Rotary rotary;
  private final Borrowed borrowed;

  /// @param embedding fp32 // [vocab, width]
  /// @param norm of the last layer's output // [width]
  /// @param head // [vocab, width]
  private record Tensors(Tensor embedding, List<Block> blocks, Tensor norm, HeadLinear head) {}

  /// What belongs to another decoder, and is not closed with this one.
  ///
  /// @param layers number of the lowest layers that do
  /// @param ends whether embedding and head do
  private record Borrowed(int layers, boolean ends) {
    static final Borrowed NOTHING = new Borrowed(0, false);
  }

  private DecoderWeights(
      ModelConfig config,
      Tensors tensors,
      Arithmetic arithmetic,
      TrainedLayers trainedLayers,
      Borrowed borrowed) {
    this.config = config;
    this.tensors = tensors;
    this.arithmetic = arithmetic;
    this.trainedLayers = trainedLayers;
    this.borrowed = borrowed;
    this.rotary = new Rotary(config);
  }

  // --- loading and copying ------------------------------------------------------------------

  /// Reads the weights of a decoder.
  ///
  /// @param weights fp32 values by Hugging Face name, row-major
  public static DecoderWeights load(
      ModelConfig config,
      Function<String, float[]> weights,
      Arithmetic arithmetic,
      TrainedLayers trained) {
    var names = new WeightNames(config, weights);
    Tensor embedding = names.embedding().trained(trained.withEmbedding());
    var blocks = new ArrayList<Block>();
    for (int layer = 0; layer < config.layers(); layer++)
      blocks.add(block(names.block(layer), layer, arithmetic, trained));
    Tensor norm = names.finalNorm().trained(trained.withNorm(config));
    HeadLinear head = head(names, embedding, arithmetic, trained.withEmbedding());
    var tensors = new Tensors(embedding, List.copyOf(blocks), norm, head);
    return new DecoderWeights(config, tensors, arithmetic, trained, Borrowed.NOTHING);
  }

  private static Block block(
      BlockTensors weights, int layer, Arithmetic arithmetic, TrainedLayers trained) {
    if (layer < trained.from()) return FrozenBlock.of(weights, arithmetic);
    return trained.adapted()
        ? TrainedBlock.adapted(weights, arithmetic, trained.rank(), trained.generator(layer))
        : TrainedBlock.whole(weights, arithmetic);
  }

  /// A tied head has the embedding as its weight, or a view of it that can be closed by itself.
  private static HeadLinear head(
      WeightNames names, Tensor embedding, Arithmetic arithmetic, boolean trained) {
    boolean tied = names.config().tiedEmbeddings();
    if (trained) return TrainedLinear.of(tied ? embedding : names.head(), arithmetic);
    return new FrozenHead(tied ? embedding.view(embedding.shape()) : names.head(), arithmetic);
  }

  /// A copy of which nothing is trained and whose results have the very bits of this decoder's
  /// results now. It shares what is frozen, so it must be closed first, and has copies of what is
  /// trained, into which adapters are merged. Merging changes the last bits of the results of
  /// adapters that have learnt something.
  public DecoderWeights frozenCopy() {
    return copy(LikeTrainedBlock::of, FrozenLikeTrained::of, arithmetic);
  }

  /// As [#frozenCopy], but packed to be multiplied fastest, which changes the last bits. Copies are
  /// made anew at each step of a training, and half precision takes longer to pack than it saves.
  public DecoderWeights fastCopy() {
    return copy(
        FrozenBlock::of,
        FrozenPacked::of,
        arithmetic == Arithmetic.FP16 ? Arithmetic.FP32 : arithmetic);
  }

  /// @param blocks makes a frozen block of weights, which it takes over
  /// @param head makes a frozen head of its weight, which it takes over
  private DecoderWeights copy(
      BiFunction<BlockTensors, Arithmetic, Block> blocks,
      BiFunction<Tensor, Arithmetic, HeadLinear> head,
      Arithmetic ofCopies) {
    int from = trainedLayers.from();
    if (from > config.layers()) throw new IllegalStateException("nothing is trained");
    var copies = new ArrayList<>(blocks().subList(0, from));
    for (TrainedBlock block : trainedBlocks()) copies.add(blocks.apply(block.copied(), ofCopies));
    boolean own = embeddingIsTrained();
    Tensor words = own ? BlockTensors.copy(embedding()) : embedding();
    HeadLinear logits = own ? head.apply(headWeight(words), ofCopies) : head();
    var copied = new Tensors(words, List.copyOf(copies), BlockTensors.copy(norm()), logits);
    return new DecoderWeights(
        config, copied, arithmetic, TrainedLayers.none(), new Borrowed(from, !own));
  }

  /// A copy of the head's weight that belongs to no scope; a view of the copied embedding where
  /// they are tied.
  private Tensor headWeight(Tensor words) {
    if (!config.tiedEmbeddings()) return BlockTensors.copy(trainedHead().weight());
    try (var scope = TensorScope.inference()) {
      return scope.keepForGood(words.view(words.shape()));
    }
  }

  // --- what passes compute with -------------------------------------------------------------

  public ModelConfig config() {
    return config;
  }

  public Arithmetic arithmetic() {
    return arithmetic;
  }

  public TrainedLayers trainedLayers() {
    return trainedLayers;
  }

  /// Fp32. **Shape**: [vocab, width].
  public Tensor embedding() {
    return tensors.embedding;
  }

  public List<Block> blocks() {
    return tensors.blocks;
  }

  /// The weight of the final norm. **Shape**: [width].
  public Tensor norm() {
    return tensors.norm;
  }

  /// **Shape**: [rows, width] gives [rows, vocab].
  public HeadLinear head() {
    return tensors.head;
  }

  public Rotary rotary() {
    return rotary;
  }

  /// The final norm. **Shape**: [.., width] in and out.
  public Tensor normalized(Tensor stream) {
    return stream.rmsNorm(norm(), config.normEpsilon());
  }

  // --- what is trained ----------------------------------------------------------------------

  /// First trained layer; the number of layers where none is.
  public int trainedFrom() {
    return Math.min(trainedLayers.from(), config.layers());
  }

  /// Whether the embedding and the head are trained.
  public boolean embeddingIsTrained() {
    return trainedLayers.withEmbedding();
  }

  /// Whether the final norm is trained.
  public boolean normIsTrained() {
    return trainedLayers.withNorm(config);
  }

  /// The blocks from the first trained layer on.
  public List<TrainedBlock> trainedBlocks() {
    return blocks().stream().skip(trainedFrom()).map(TrainedBlock.class::cast).toList();
  }

  private boolean headIsTrainedApart() {
    return embeddingIsTrained() && !config.tiedEmbeddings();
  }

  private TrainedLinear trainedHead() {
    return (TrainedLinear) head();
  }

  /// The trained tensors, always in the same order: weights, or adapters in place of them.
  public List<Tensor> trained() {
    var trained = new ArrayList<>(trainedInStream());
    if (normIsTrained()) trained.add(norm());
    if (headIsTrainedApart()) trained.add(trainedHead().weight());
    return List.copyOf(trained);
  }

  /// Names for messages of the tensors of [#trained], in their order.
  public List<String> trainedNames() {
    var names = new ArrayList<>(trainedInStreamNames());
    if (normIsTrained()) names.add(TrainedNames.NORM);
    if (headIsTrainedApart()) names.add(TrainedNames.HEAD);
    return List.copyOf(names);
  }

  /// The trained tensors that the residual stream after the last layer depends on, in the order of
  /// [#trained]: all but the final norm and the head.
  public List<Tensor> trainedInStream() {
    var trained = new ArrayList<Tensor>();
    if (embeddingIsTrained()) trained.add(embedding());
    trainedBlocks().forEach(block -> block.visitTrained(trained::add));
    return List.copyOf(trained);
  }

  /// Names for messages of the tensors of [#trainedInStream], in their order.
  public List<String> trainedInStreamNames() {
    var names = new ArrayList<String>();
    if (embeddingIsTrained()) names.add(TrainedNames.EMBEDDING);
    for (int layer = trainedFrom(); layer < config.layers(); layer++)
      names.addAll(TrainedNames.ofLayer(layer, trainedLayers.adapted()));
    return List.copyOf(names);
  }

  /// Copies of the weights of the trained layers by their Hugging Face names, with adapters merged
  /// into them; and of embedding, final norm and head where they are trained.
  public Map<String, float[]> trainedWeights() {
    var weights = new LinkedHashMap<String, float[]>();
    var names = new TrainedNames(config, weights);
    if (embeddingIsTrained()) names.embedding(embedding());
    int layer = trainedFrom();
    for (TrainedBlock block : trainedBlocks()) {
      try (var _ = TensorScope.inference()) {
        names.block(layer++, block.weights());
      }
    }
    if (normIsTrained()) names.finalNorm(norm());
    if (headIsTrainedApart()) names.head(trainedHead().weight());
    return weights;
  }

  @Override
  public void close() {
    blocks().subList(borrowed.layers(), blocks().size()).forEach(Block::close);
    norm().close();
    rotary.close();
    if (borrowed.ends()) return;
    boolean same = embeddingIsTrained() && config.tiedEmbeddings();
    if (!same) head().close();
    embedding().close();
  }
}
