package cai.plan;

import cai.Recipe;
import cai.critique.CritiqueSettings;
import cai.finetuning.FinetuningSettings;
import cai.plan.Material.Prompts;
import cai.plan.SpeedMeasurement.Training;
import cai.preference.PreferenceSettings;
import cai.reinforcement.ReinforcementSettings;
import cai.reinforcement.ScoreScale.Kind;
import java.util.List;

/// The work of the stages that train.
final class TrainingStages {
  private final Recipe recipe;
  private final Prompts prompts;

  TrainingStages(Recipe recipe, Material material) {
    this.recipe = recipe;
    this.prompts = material.prompts();
  }

  /// Sequences SL-CAI learns from: the revisions of all rounds and the helpful samples.
  double sequences() {
    CritiqueSettings critique = recipe.critique();
    return (double) prompts.redTeamTrain() * critique.rounds()
        + (double) prompts.helpfulTrain() * critique.helpfulSamples();
  }

  List<Phase> finetuning() {
    CritiqueSettings critique = recipe.critique();
    FinetuningSettings settings = recipe.finetuning();
    double revisions = (double) prompts.redTeamTrain() * critique.rounds();
    double helpful = (double) prompts.helpfulTrain() * critique.helpfulSamples();
    double tokens =
        revisions * (prompts.redTeamTokens() + critique.revisionTokens())
            + helpful * (prompts.helpfulTokens() + critique.responseTokens());
    double heldOut = settings.heldOutShare() * tokens;
    var training = new Training(settings.trainedShare(), settings.loraRank());
    // Held-out sequences are read before and after.
    return List.of(
        Phase.frozen(tokens - heldOut, 1, settings.trainedShare()),
        Phase.training(settings.epochs() * (tokens - heldOut), 1, training),
        Phase.reading(2 * heldOut));
  }

  /// Comparisons the preference model learns from and is tested on.
  double comparisons() {
    double ai = recipe.preference().humanHelpfulness().isPresent() ? redTeam() : labelled();
    return ai + human();
  }

  private double human() {
    PreferenceSettings settings = recipe.preference();
    return settings.humanHelpfulness().isPresent() ? settings.humanComparisons() : 0;
  }

  private double redTeam() {
    return prompts.redTeamTrain() * (1 - recipe.feedback().dropShare());
  }

  private double labelled() {
    return prompts.train() * (1 - recipe.feedback().dropShare());
  }

  List<Phase> preference() {
    PreferenceSettings settings = recipe.preference();
    double answer = recipe.feedback().answerTokens();
    double kept = 1 - recipe.feedback().dropShare();
    double redTeamTokens = redTeam() * 2 * (prompts.redTeamTokens() + answer);
    double helpful =
        settings.humanHelpfulness().isPresent() ? human() : prompts.helpfulTrain() * kept;
    double tokens = redTeamTokens + helpful * 2 * (prompts.helpfulTokens() + answer);
    if (settings.trainedShare() == 0) return List.of(Phase.reading(tokens, settings.depth()));
    double heldOut = settings.heldOutShare() * tokens;
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return List.of(
        Phase.frozen(tokens - heldOut, settings.depth(), settings.trainedShare()),
        Phase.training(settings.epochs() * (tokens - heldOut), settings.depth(), training),
        Phase.reading(tokens + heldOut, settings.depth()));
  }

  /// Answers that are sampled: those of the steps, those that measure the last policy, and those
  /// that the scale of scores is measured on.
  double answers() {
    ReinforcementSettings settings = recipe.reinforcement();
    if (settings.steps() == 0) return 0;
    return measured() + (settings.scoreScale() == Kind.FRESH ? settings.scaleAnswers() : 0);
  }

  /// Those of which log-probabilities are computed.
  private double measured() {
    ReinforcementSettings settings = recipe.reinforcement();
    if (settings.steps() == 0) return 0;
    return (settings.steps() + 1.0) * settings.answersPerStep();
  }

  List<Phase> reinforcement() {
    ReinforcementSettings settings = recipe.reinforcement();
    double share = settings.helpfulShare();
    double prompt = (1 - share) * prompts.redTeamTokens() + share * prompts.helpfulTokens();
    double each = prompt + settings.answerTokens();
    double learnt = (double) settings.steps() * settings.answersPerStep();
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return List.of(
        // 1. Answers.
        Phase.sampling(answers() * prompt, answers() * settings.answerTokens()),
        // 2. Their scores.
        ownLayers(answers() * each),
        // 3. Their log-probabilities under the policy and under SL-CAI. What the frozen layers make
        // of the answers is known from sampling them.
        Phase.reading(2 * measured() * each, settings.trainedShare()),
        // 4. Updates.
        Phase.training(settings.epochs() * learnt * each, 1, training));
  }

  /// What the preference model computes of answers: its layers but those that it has in common with
  /// the policy.
  private Phase ownLayers(double tokens) {
    PreferenceSettings settings = recipe.preference();
    double frozen = settings.depth() * (1 - settings.trainedShare());
    double unchanged =
        1 - Math.max(recipe.finetuning().trainedShare(), recipe.reinforcement().trainedShare());
    double own = settings.depth() - Math.min(frozen, unchanged);
    return Phase.reading(own > 0 ? tokens : 0, own);
  }
}
