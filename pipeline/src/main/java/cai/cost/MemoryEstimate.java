package cai.cost;

import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.sequences.Activations;
import java.util.Optional;
import java.util.OptionalLong;

/// The memory that work with a model takes, from the model's shape. **Unit**: bytes.
///
/// @param config of the run's model
/// @param available memory beside the weights; empty where the system does not tell
public record MemoryEstimate(ModelConfig config, OptionalLong available) {
  /// The Java machine, the native libraries and a stage's texts.
  public static final long BASE = 600_000_000L;

  /// The estimate is made for fp32; bf16 takes less.
  private static final Arithmetic NUMBERS = Arithmetic.FP32;

  private static final long FLOAT = 4;
  private static final int CHUNK_OF_LOGITS = 256;

  private int count(double share) {
    return Math.toIntExact(Math.round(share * config.layers()));
  }

  /// Numbers in a share of the layers, each with two norms.
  private long layers(double share) {
    return count(share) * (config.layerWeights() + config.layerNorms());
  }

  /// The model alone.
  public long weights() {
    return FLOAT * config.parameters();
  }

  /// Sampling or scoring: weights, keys and values, logits and one layer's intermediate values.
  ///
  /// @param rows sequences at once
  /// @param shared tokens all of them begin with
  /// @param own tokens of each sequence after the shared ones
  public long generating(int rows, double shared, double own) {
    double tokens = rows * own;
    double columns = KeyValueCache.columnBytes(config) * (shared + tokens);
    double between = 2.0 * config.feedForwardWidth() + 4.0 * config.width();
    double logits = (double) rows * config.vocabulary();
    return weights() + Math.round(columns + FLOAT * (between * tokens + logits));
  }

  /// Numbers in the adapters of a share of the layers.
  private long adapters(Training training) {
    return count(training.share()) * training.rank() * config.layerSides();
  }

  /// The memory that training takes beside the weights: adapters where they are trained, gradients
  /// and both moments of AdamW for all trained numbers, the activations that the backward pass
  /// needs (of one layer where layers are recomputed), and the logits of a chunk with their
  /// gradients.
  public long training(int tokensAtOnce, Training training) {
    double kept =
        count(training.share())
            * (10.0 * config.width() + 4.0 * config.feedForwardWidth())
            * tokensAtOnce;
    double logits = 3.0 * CHUNK_OF_LOGITS * config.vocabulary();
    long saved =
        switch (activations(tokensAtOnce, training.share())) {
          case KEPT -> 0;
          case RECOMPUTED ->
              Activations.saved(config, NUMBERS, tokensAtOnce, count(training.share()));
        };
    return FLOAT * held(training) + Math.round(FLOAT * (kept + logits)) - saved;
  }

  /// A sentence where a stage that trains will compute its layers twice if memory is then as it is
  /// now.
  public Optional<String> recomputation(String stage, int tokensAtOnce, double share) {
    return activations(tokensAtOnce, share) == Activations.RECOMPUTED
        ? Optional.of(
            stage
                + " computes its layers twice, because keeping what they give does not fit the"
                + " memory that is available now; its time is counted without that")
        : Optional.empty();
  }

  private Activations activations(int tokensAtOnce, double share) {
    return Activations.choice(
        Activations.bytes(config, NUMBERS, tokensAtOnce, count(share)), available);
  }

  private long held(Training training) {
    if (training.rank() > 0) return 4 * adapters(training);
    return 3 * trained(training.share());
  }

  /// Numbers in the weights that are trained: the weights of a share of the layers, and where the
  /// share is all layers, embedding, last norm and head too.
  private long trained(double share) {
    return count(share) == config.layers() ? config.parameters() : layers(share);
  }

  /// Gradient and moments of the embedding alone.
  public long trainedEmbedding() {
    return 3 * FLOAT * config.vocabulary() * config.width();
  }

  /// A copy of the lower layers that a preference model reads.
  public long copy(double share) {
    return FLOAT * layers(share);
  }

  /// The copies that reinforcement holds beside the policy: SL-CAI's own layers, the layers that
  /// the policy is sampled with, and the weights or adapters of the last policy inside the limits.
  public long reinforcementCopies(Training training) {
    long copies = training.rank() > 0 ? layers(training.share()) : trained(training.share());
    return 2 * FLOAT * copies + trainedWeights(training);
  }

  /// A copy of what is trained, weights or adapters.
  public long trainedWeights(Training training) {
    return FLOAT * (training.rank() > 0 ? adapters(training) : trained(training.share()));
  }
}
