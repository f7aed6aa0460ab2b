package cai.preference;

import cai.checkpoint.CommonLayers;
import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.sequence.Moments;
import cai.sequence.TokenSequence;
import cai.storage.AtomicFiles;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The trained preference model: the lower layers of a language model and a scalar head.
///
/// **Thread-safety**: one thread at a time.
public final class PreferenceModel implements PreferenceScorer, AutoCloseable {
  /// Name of its folder in the stage's.
  public static final String FOLDER = "preference-model";

  private final BaseModel base;
  private final Features features;
  private final PreferenceHead head;
  private final Scale scale;
  private final int tokensAtOnce;

  /// Where zero is and how wide the scores of the training answers spread.
  ///
  /// @param offset subtracted from what the head gives, so that those scores have mean 0
  /// @param deviation their population standard deviation; 1 where they are all equal
  record Scale(double offset, double deviation) {
    /// The scale that the given scores of the head set.
    static Scale of(double[] scores) {
      NotFinite.requireAll(scores, i -> "the score of training answer " + i);
      double deviation = Moments.deviation(scores);
      return new Scale(Moments.mean(scores), deviation > 1e-6 ? deviation : 1);
    }
  }

  /// Takes over the features' decoder and the head, and closes them.
  PreferenceModel(
      BaseModel base, Features features, PreferenceHead head, Scale scale, int tokensAtOnce) {
    this.base = base;
    this.features = features;
    this.head = head;
    this.scale = scale;
    this.tokensAtOnce = tokensAtOnce;
  }

  /// Opens a saved preference model.
  ///
  /// @param folder [#FOLDER] of the preference stage
  /// @param base the model it was trained on; of another one it is refused
  /// @param tokensAtOnce tokens computed at once; only memory, speed and last digits depend on it
  /// @throws UserError where a file is missing or damaged, or belongs to another model
  public static PreferenceModel open(Path folder, BaseModel base, int tokensAtOnce) {
    return PreferenceModelFiles.read(folder, base).open(folder, base, tokensAtOnce);
  }

  /// Writes it into a folder, in place of an older one.
  void save(Path folder) {
    AtomicFiles.replaceFolder(
        folder, made -> PreferenceModelFiles.write(made, base.hash(), features, head, scale));
  }

  @Override
  public double[] score(List<Dialogue> answered) {
    return scoreSequences(read(answered));
  }

  private List<TokenSequence> read(List<Dialogue> answered) {
    return answered.stream().map(base::read).map(this::fitting).toList();
  }

  /// One score for each of the sequences that [BaseModel#read] gives.
  double[] scoreSequences(List<TokenSequence> sequences) {
    return scores(features.computed(sequences, tokensAtOnce, _ -> {}));
  }

  /// Like [#score], with the lowest layers computed by another model that has the same.
  ///
  /// @param layers that the other computes, at most [#layersOf] it
  public double[] score(List<Dialogue> answered, int layers, SharedStreams shared) {
    List<TokenSequence> sequences = read(answered);
    List<Tensor> streams = shared.of(sequences.stream().map(TokenSequence::ids).toList(), layers);
    try {
      var bySequence = new IdentityHashMap<TokenSequence, Tensor>();
      for (int i = 0; i < sequences.size(); i++) bySequence.put(sequences.get(i), streams.get(i));
      var start =
          new Features.Start(
              layers,
              (some, rows) ->
                  Tensor.concatenate(
                      IntStream.range(0, some.size())
                          .mapToObj(i -> own(bySequence.get(some.get(i)), rows, i))
                          .toList(),
                      0));
      return scores(features.computed(sequences, start, tokensAtOnce, _ -> {}));
    } finally {
      streams.forEach(Tensor::close);
    }
  }

  private static Tensor own(Tensor stream, SequenceRows rows, int sequence) {
    return stream.narrow(0, rows.shared()[sequence], rows.own(sequence));
  }

  /// What another model makes of token sequences with its lowest layers.
  @FunctionalInterface
  public interface SharedStreams {
    /// The residual stream of each sequence after the lowest `layers` layers. **Shape**: each
    /// [length, width], owned by the caller.
    List<Tensor> of(List<int[]> sequences, int layers);
  }

  /// The number of lowest layers that another model can compute in this one's place: frozen layers
  /// with the same weights in both models.
  ///
  /// @param weights of the other by Hugging Face name
  public int layersOf(
      ModelConfig config, Arithmetic arithmetic, Function<String, float[]> weights) {
    if (!config.equals(base.config()) || arithmetic != base.arithmetic()) return 0;
    return CommonLayers.count(config, base.weights(), weights, features.decoder().trainedFrom());
  }

  private double[] scores(List<float[]> read) {
    double[] scores = head.scores(read);
    return Arrays.stream(scores).map(score -> score - scale.offset()).toArray();
  }

  @Override
  public Optional<String> refusal(Dialogue answered) {
    return base.renderer().refusal(answered).or(() -> refusal(base.read(answered)));
  }

  private Optional<String> refusal(TokenSequence sequence) {
    int tokens = sequence.ids().length;
    int context = base.config().contextLength();
    return tokens <= context
        ? Optional.empty()
        : Optional.of(
            "a dialogue of %d tokens does not fit the context of %d".formatted(tokens, context));
  }

  private TokenSequence fitting(TokenSequence sequence) {
    refusal(sequence)
        .ifPresent(reason -> {
          throw new UserError("preference: " + reason + "; shorten prompts or answers");
        });
    return sequence;
  }

  /// Population standard deviation of the scores of the answers it was trained on, positive; their
  /// mean is 0. A score divided by it has no unit any more and can be compared between models.
  public double deviation() {
    return scale.deviation();
  }

  /// Layers of the base model that are computed.
  public int layers() {
    return features.decoder().config().layers();
  }

  @Override
  public void close() {
    head.close();
    Decoder decoder = features.decoder();
    decoder.close();
  }
}
