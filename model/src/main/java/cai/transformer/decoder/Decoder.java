package cai.transformer.decoder;

import cai.tensor.Tensor;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.TrainedLayers;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.reading.CachedReading;
import cai.transformer.sampling.CachedSampling;
import cai.transformer.sequences.SequencePasses;
import cai.transformer.weights.DecoderWeights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A Llama-family decoder: token ids in, hidden states and logits out. It computes what
/// [cai.transformer.ReferenceDecoder] says, in three passes: over whole sequences, reading with a
/// cache and sampling with a cache.
///
/// [TrainedLayers] says what is trained; the layers below the first trained one are frozen.
///
/// **Thread-safety**: one thread at a time.
public final class Decoder implements AutoCloseable {
  private final DecoderWeights weights;
  private final SequencePasses sequences;
  private final CachedReading reading;
  private final CachedSampling sampling;
  private final DecoderHead head;

  private Decoder(DecoderWeights weights) {
    this.weights = weights;
    sequences = new SequencePasses(weights);
    reading = new CachedReading(weights);
    sampling = new CachedSampling(weights);
    head = new DecoderHead(weights);
  }

  /// Reads the weights of a decoder.
  ///
  /// @param weights fp32 values by Hugging Face name, row-major
  public static Decoder load(
      ModelConfig config,
      Function<String, float[]> weights,
      Arithmetic arithmetic,
      TrainedLayers trained) {
    return new Decoder(DecoderWeights.load(config, weights, arithmetic, trained));
  }

  /// A copy of which nothing is trained and whose results have the very bits of this decoder's
  /// results now, also after this decoder is trained further. It shares what is frozen, so it must
  /// be closed first. Adapters are merged into copied weights, which changes the last bits of the
  /// results of adapters that have learnt something.
  public Decoder frozenCopy() {
    return new Decoder(weights.frozenCopy());
  }

  /// As [#frozenCopy], but packed to be multiplied fastest, which changes the last bits.
  public Decoder fastCopy() {
    return new Decoder(weights.fastCopy());
  }

  public ModelConfig config() {
    return weights.config();
  }

  /// In which numbers linear layers multiply.
  public Arithmetic arithmetic() {
    return weights.arithmetic();
  }

  // --- passes -------------------------------------------------------------------------------

  /// Passes over whole sequences, for training and scoring.
  public SequencePasses sequences() {
    return sequences;
  }

  /// Passes that add many tokens to a cache.
  public CachedReading reading() {
    return reading;
  }

  /// Steps that add one token to each of many sequences in a cache.
  public CachedSampling sampling() {
    return sampling;
  }

  /// From the residual stream to logits.
  public DecoderHead head() {
    return head;
  }

  /// A cache without a prefix.
  public KeyValueCache cache(KeyValueCache.Room room) {
    return cache(room, Set.of());
  }

  /// A cache without a prefix that keeps residual streams too.
  ///
  /// @param depths numbers of layers after which they are kept
  public KeyValueCache cache(KeyValueCache.Room room, Set<Integer> depths) {
    return KeyValueCache.of(config(), arithmetic().attention(), room, depths);
  }

  // --- what is trained ----------------------------------------------------------------------

  /// First trained layer; the number of layers where none is.
  public int trainedFrom() {
    return weights.trainedFrom();
  }

  /// The rank of the adapters that are trained, where they are.
  public Optional<Integer> adapterRank() {
    TrainedLayers layers = weights.trainedLayers();
    return layers.adapted() ? Optional.of(layers.rank()) : Optional.empty();
  }

  /// The trained tensors, always in the same order: weights, or adapters in place of them.
  public List<Tensor> trained() {
    return weights.trained();
  }

  /// Names for messages of the tensors of [#trained], in their order.
  public List<String> trainedNames() {
    return weights.trainedNames();
  }

  /// The trained tensors that the residual stream after the last layer depends on, in the order of
  /// [#trained]: all but the final norm and the head.
  public List<Tensor> trainedInStream() {
    return weights.trainedInStream();
  }

  /// Names for messages of the tensors of [#trainedInStream], in their order.
  public List<String> trainedInStreamNames() {
    return weights.trainedInStreamNames();
  }

  /// Copies of the weights of the trained layers by their Hugging Face names, with adapters merged
  /// into them; and of embedding, final norm and head where they are trained.
  public Map<String, float[]> trainedWeights() {
    return weights.trainedWeights();
  }

  @Override
  public void close() {
    sequences.close();
    weights.close();
  }
}
