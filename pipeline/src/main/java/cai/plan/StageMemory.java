package cai.plan;

import cai.Recipe;
import cai.plan.SpeedMeasurement.Training;
import cai.run.StageWord;
import cai.transformer.Activations;

/// Memory at peak of each stage. **Unit**: bytes.
final class StageMemory {
  private final Recipe recipe;
  private final Material material;
  private final MemoryEstimate estimate;
  private final double prompt;

  StageMemory(Recipe recipe, Material material, MemoryEstimate estimate) {
    this.recipe = recipe;
    this.material = material;
    this.estimate = estimate;
    this.prompt = Math.max(material.prompts().redTeamTokens(), material.prompts().helpfulTokens());
  }

  long of(StageWord stage) {
    return MemoryEstimate.BASE
        + switch (stage) {
          case CONSTITUTION, REPORT -> 0;
          case PROMPTS -> PromptsCost.of(recipe.prompts()).memoryBytes();
          case CRITIQUE -> critique();
          case FINETUNING -> finetuning();
          case FEEDBACK -> feedback();
          case PREFERENCE -> preference();
          case REINFORCEMENT -> reinforcement();
          case EVALUATION ->
              estimate.generating(
                      recipe.model().rows(), 0, prompt + recipe.evaluation().answerTokens())
                  + estimate.copy(recipe.preference().depth());
        };
  }

  /// Whether a stage computes trained layers again on the way back.
  boolean recomputes(StageWord stage) {
    var finetuning = recipe.finetuning();
    var preference = recipe.preference();
    var reinforcement = recipe.reinforcement();
    return switch (stage) {
      case FINETUNING -> recomputes(finetuning.tokensAtOnce(), finetuning.trainedShare());
      case PREFERENCE ->
          recomputes(preference.tokensAtOnce(), preference.depth() * preference.trainedShare());
      case REINFORCEMENT -> recomputes(reinforcement.tokensAtOnce(), reinforcement.trainedShare());
      case CONSTITUTION, PROMPTS, CRITIQUE, FEEDBACK, EVALUATION, REPORT -> false;
    };
  }

  private boolean recomputes(int tokensAtOnce, double share) {
    return estimate.activations(tokensAtOnce, share) == Activations.RECOMPUTED;
  }

  private long finetuning() {
    var settings = recipe.finetuning();
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return estimate.weights() + estimate.training(settings.tokensAtOnce(), training);
  }

  private long critique() {
    var settings = recipe.critique();
    var requests = material.requests();
    double own =
        prompt
            + Math.max(settings.responseTokens(), settings.revisionTokens())
            + requests.critique()
            + settings.critiqueTokens()
            + requests.revision()
            + settings.revisionTokens();
    return estimate.generating(recipe.model().rows(), material.shots().critiques(), own);
  }

  private long feedback() {
    var settings = recipe.feedback();
    var shots = material.shots();
    double own = prompt + 2.0 * settings.answerTokens() + material.requests().comparison();
    return switch (settings.method()) {
      case YES_NO_BALANCED -> estimate.generating(recipe.model().rows(), shots.yesNo(), own);
      case MULTIPLE_CHOICE -> estimate.generating(recipe.model().rows(), shots.pairs(), own);
      case CHAIN_OF_THOUGHT ->
          estimate.generating(
              recipe.model().rows(), shots.reasoning(), own + settings.reasoningTokens());
    };
  }

  private long preference() {
    var settings = recipe.preference();
    double answered = prompt + recipe.feedback().answerTokens();
    if (settings.trainedShare() == 0)
      return estimate.generating((int) Math.ceil(settings.tokensAtOnce() / answered), 0, answered);
    var training = new Training(settings.depth() * settings.trainedShare(), settings.loraRank());
    int layers = settings.layers(estimate.config().layers());
    // Down to layer 0, where the embedding is trained too; above them there may be layers that are
    // not there.
    boolean all =
        settings.loraRank() == 0
            && layers < estimate.config().layers()
            && Math.round(layers * settings.trainedShare()) == layers;
    return estimate.weights()
        + estimate.training(settings.tokensAtOnce(), training)
        + (all ? estimate.trainedEmbedding() : 0);
  }

  /// The policy in training, its copies and the preference model's layers.
  private long reinforcement() {
    var settings = recipe.reinforcement();
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return estimate.generating(recipe.model().rows(), 0, prompt + settings.answerTokens())
        + estimate.training(settings.tokensAtOnce(), training)
        + estimate.policies(training)
        + estimate.copy(recipe.preference().depth());
  }
}
