package cai.cli;

import cai.Recipe;
import cai.Stage;
import cai.transformer.ModelConfig;

/// How much memory a stage takes at its peak, estimated from the model's shape: weights, caches,
/// and what training keeps.
record MemoryNeed(Recipe recipe, ModelConfig config, int promptTokens) {
  private static final long FLOAT = 4;
  // Program, libraries and their buffers.
  private static final long BASE = 700_000_000L;
  // Values that a layer keeps for its backward pass, in units of the residual stream's width.
  private static final int KEPT_WIDTHS = 24;
  private static final int LOGIT_ROWS = 256;

  long bytes(Stage stage) {
    return switch (stage) {
      case CONSTITUTION, PROMPTS, REPORT -> 200_000_000L;
      case CRITIQUE -> BASE + weights() + cache(recipe.critique().responseTokens() * 3);
      case FEEDBACK -> BASE + weights() + cache(recipe.feedback().answerTokens() * 3);
      case EVALUATION -> BASE + weights() + cache(recipe.evaluation().answerTokens());
      case FINETUNING ->
          BASE + weights() + training(recipe.finetuning().trainedShare(), tokens(stage));
      case PREFERENCE ->
          BASE + weights() + training(recipe.preference().trainedShare(), tokens(stage));
      case REINFORCEMENT ->
          BASE + 2 * weights() + training(recipe.reinforcement().trainedShare(), tokens(stage));
    };
  }

  private int tokens(Stage stage) {
    return switch (stage) {
      case FINETUNING -> recipe.finetuning().tokensAtOnce();
      case PREFERENCE -> recipe.preference().tokensAtOnce();
      default -> recipe.reinforcement().tokensAtOnce();
    };
  }

  private long layerWeights() {
    long attention =
        (long) config.width() * config.headWidth() * 2 * (config.heads() + config.keyValueHeads());
    return attention + 3L * config.width() * config.feedForwardWidth();
  }

  private long weights() {
    long embedding = (long) config.vocabulary() * config.width();
    return FLOAT
        * (layerWeights() * config.layers() + embedding * (config.tiedEmbeddings() ? 1 : 2));
  }

  private long cache(int newTokens) {
    long perToken = 2L * config.keyValueHeads() * config.headWidth() * config.layers();
    return FLOAT * perToken * recipe.model().rows() * (promptTokens + newTokens);
  }

  /// Gradients and AdamW's two moments, what layers keep, and a chunk of logits with its gradient.
  private long training(double share, int tokens) {
    double layers = config.layers() * share;
    double states = 3 * layers * layerWeights();
    double widths = KEPT_WIDTHS * (double) config.width() + 4.0 * config.feedForwardWidth();
    double kept = layers * tokens * widths;
    double logits = 3.0 * LOGIT_ROWS * config.vocabulary();
    return Math.round(FLOAT * (states + kept + logits));
  }
}
