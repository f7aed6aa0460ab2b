package cai.cli;

import cai.Recipe;
import cai.Stage;
import cai.critique.CritiqueSettings;
import cai.feedback.FeedbackSettings;
import cai.preference.PreferenceSettings;
import cai.reinforcement.ReinforcementSettings;

/// What each stage of a recipe has to compute. Generated texts count at their longest; worked
/// examples before a prompt are computed once and not counted.
record Efforts(Recipe recipe, Workload workload) {
  // A principle's yes/no questions, and what each adds behind the dialogue.
  private static final int QUESTIONS = 4;
  private static final int QUESTION_TOKENS = 30;
  private static final int REQUEST_TOKENS = 40;
  private static final int MODELS_COMPARED = 3;

  Effort of(Stage stage) {
    return switch (stage) {
      case CONSTITUTION, REPORT -> Effort.none(0);
      case PROMPTS -> Effort.none(prompts() + workload.heldOut());
      case CRITIQUE -> critique(recipe.critique());
      case FINETUNING -> finetuning();
      case FEEDBACK -> feedback(recipe.feedback());
      case PREFERENCE -> preference(recipe.preference());
      case REINFORCEMENT -> reinforcement(recipe.reinforcement());
      case EVALUATION -> evaluation();
    };
  }

  private long prompts() {
    return workload.redTeam() + workload.helpful();
  }

  private Effort critique(CritiqueSettings s) {
    long chains = workload.redTeam();
    long helpful = workload.helpful() * s.helpfulSamples();
    long context = workload.promptTokens() + s.responseTokens();
    long critique = s.withCritique() ? s.critiqueTokens() : 0;
    long readPerRound = context + 2 * REQUEST_TOKENS;
    long judgedPerRound =
        s.leadIns() == CritiqueSettings.LeadIns.FLAGGED || s.candidates() > 1
            ? QUESTIONS * (context + QUESTION_TOKENS) * (1L + s.candidates())
            : 0;
    long writtenPerRound = critique + (long) s.candidates() * s.revisionTokens();
    long read =
        chains * (workload.promptTokens() + s.rounds() * (readPerRound + judgedPerRound))
            + helpful * workload.promptTokens();
    long written =
        chains * (s.responseTokens() + s.rounds() * writtenPerRound) + helpful * s.responseTokens();
    return Effort.texts(chains + helpful, read, written);
  }

  private Effort finetuning() {
    var s = recipe.finetuning();
    long sequences =
        workload.redTeam() * recipe.critique().rounds()
            + workload.helpful() * recipe.critique().helpfulSamples();
    long tokens = sequences * (workload.promptTokens() + recipe.critique().revisionTokens());
    long read = Math.round(tokens * s.heldOutShare()) * (s.epochs() + 1);
    long trained = Math.round(tokens * (1 - s.heldOutShare())) * s.epochs();
    return new Effort(sequences, read, 0, trained, s.trainedShare(), 1);
  }

  private Effort feedback(FeedbackSettings s) {
    long pairs = prompts();
    long answer = workload.promptTokens() + s.answerTokens();
    long judged =
        switch (s.method()) {
          case YES_NO_BALANCED -> 2L * QUESTIONS * (answer + QUESTION_TOKENS);
          case MULTIPLE_CHOICE -> 2L * (answer + s.answerTokens() + REQUEST_TOKENS);
          case CHAIN_OF_THOUGHT ->
              s.reasoningSamples() * 2L * (answer + s.answerTokens() + REQUEST_TOKENS);
        };
    long reasoning =
        s.method() == FeedbackSettings.Method.CHAIN_OF_THOUGHT
            ? 2L * s.reasoningSamples() * s.reasoningTokens()
            : 0;
    return Effort.texts(
        pairs,
        pairs * (2L * workload.promptTokens() + judged),
        pairs * (2L * s.answerTokens() + reasoning));
  }

  private Effort preference(PreferenceSettings s) {
    long pairs = prompts() + (s.humanHelpfulness().isPresent() ? s.humanComparisons() : 0);
    long tokens = pairs * 2 * (workload.promptTokens() + recipe.feedback().answerTokens());
    return s.trainedShare() == 0
        ? new Effort(pairs, tokens, 0, 0, 0, s.depth())
        : new Effort(pairs, 0, 0, tokens * s.epochs(), s.trainedShare(), s.depth());
  }

  private Effort reinforcement(ReinforcementSettings s) {
    long answers = (long) s.steps() * s.answersPerStep();
    long tokens = answers * (workload.promptTokens() + s.answerTokens());
    // Policy, initial policy and values once for each answer, and the preference model.
    return new Effort(
        answers,
        answers * workload.promptTokens() + 3 * tokens,
        answers * s.answerTokens(),
        tokens * s.epochs(),
        s.trainedShare(),
        1);
  }

  private Effort evaluation() {
    var s = recipe.evaluation();
    long answers = workload.heldOut() * s.samples() * MODELS_COMPARED;
    long answer = workload.promptTokens() + s.answerTokens();
    long judged =
        s.judge() ? (long) QUESTIONS * s.judgePrinciples() * (answer + QUESTION_TOKENS) : 0;
    long chains = Math.min(s.revisionChains(), workload.redTeam());
    long scored = chains * (1 + recipe.critique().rounds()) * answer;
    return Effort.texts(
        answers,
        answers * (workload.promptTokens() + answer + judged) + scored,
        answers * s.answerTokens());
  }
}
