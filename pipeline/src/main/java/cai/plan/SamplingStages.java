package cai.plan;

import cai.Recipe;
import cai.critique.CritiqueSettings;
import cai.critique.CritiqueSettings.LeadIns;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationSettings;
import cai.feedback.FeedbackSettings;
import cai.plan.Material.Prompts;
import cai.plan.Material.Requests;
import cai.plan.Material.Shots;
import java.util.ArrayList;
import java.util.List;

/// The work of the stages that sample texts and judge them.
final class SamplingStages {
  // An item of the paper's 438 with its two answers; median 820 characters (measured on the file).
  private static final double HHH_TOKENS = 250;
  // One of the 254 and the 287: median 1,120 and 1,265 characters.
  private static final double IDENTIFICATION_TOKENS = 320;

  private final Recipe recipe;
  private final Prompts prompts;
  private final Requests requests;
  private final Shots shots;
  private final Material material;

  SamplingStages(Recipe recipe, Material material) {
    this.recipe = recipe;
    this.material = material;
    prompts = material.prompts();
    requests = material.requests();
    shots = material.shots();
  }

  List<Phase> critique() {
    CritiqueSettings settings = recipe.critique();
    int chains = prompts.redTeamTrain();
    double prompt = prompts.redTeamTokens();
    double critique = settings.withCritique() ? settings.critiqueTokens() : 0;
    double critiqueRequest = settings.withCritique() ? requests.critique() : 0;
    var phases = new ArrayList<Phase>();
    // 1. Responses.
    phases.add(
        Phase.sampling(
            shots.responses() + chains * prompt, (double) chains * settings.responseTokens()));
    for (int round = 1; round <= settings.rounds(); round++) {
      double text = round == 1 ? settings.responseTokens() : settings.revisionTokens();
      double request = prompt + text + critiqueRequest;
      // 2. Critiques.
      if (settings.withCritique()) phases.add(Phase.sampling(chains * request, chains * critique));
      // 3. Whether the principle's questions flag the text.
      if (settings.leadIns() == LeadIns.FLAGGED)
        phases.add(Phase.reading(chains * questionsOnResponse(prompt + text)));
      // 4. Revisions, each candidate by itself.
      double candidates = (double) chains * settings.candidates();
      phases.add(
          Phase.sampling(
              candidates * (request + critique + requests.revision()),
              candidates * settings.revisionTokens()));
      // 5. The choice among candidates.
      if (settings.candidates() > 1)
        phases.add(
            Phase.reading(candidates * questionsOnResponse(prompt + settings.revisionTokens())));
    }
    // 6. Answers to helpful prompts.
    double helpful = (double) prompts.helpfulTrain() * settings.helpfulSamples();
    phases.add(
        Phase.sampling(helpful * prompts.helpfulTokens(), helpful * settings.responseTokens()));
    phases.add(Phase.reading(shots.critiques() + shots.yesNo()));
    return phases;
  }

  private double questionsOnResponse(double answered) {
    return requests.questionsOnResponse() * (answered + requests.question());
  }

  List<Phase> feedback() {
    FeedbackSettings settings = recipe.feedback();
    double pairs = pairs();
    double promptTokens =
        helpfulIsPaired()
            ? prompts.trainTokens()
            : prompts.redTeamTrain() * prompts.redTeamTokens();
    double answer = settings.answerTokens();
    double judged = pairs + material.knownComparisons();
    double prompt = promptTokens / Math.max(1, pairs);
    return List.of(
        Phase.sampling(shots.responses() + 2 * promptTokens, 2 * pairs * answer),
        judging(judged, prompt, answer));
  }

  /// Pairs of answers: helpful prompts get none where people have labelled helpfulness.
  int pairs() {
    return helpfulIsPaired() ? prompts.train() : prompts.redTeamTrain();
  }

  private boolean helpfulIsPaired() {
    return recipe.preference().humanHelpfulness().isEmpty();
  }

  /// Judgements of pairs.
  private Phase judging(double pairs, double prompt, double answer) {
    double pair = prompt + requests.comparison() + 2 * answer;
    FeedbackSettings settings = recipe.feedback();
    return switch (settings.method()) {
      case YES_NO_BALANCED ->
          Phase.reading(shots.yesNo() + 2 * pairs * questionsOnAnswer(prompt + answer));
      case MULTIPLE_CHOICE -> Phase.reading(shots.pairs() + 2 * pairs * pair);
      case CHAIN_OF_THOUGHT -> {
        double thoughts = pairs * settings.reasoningSamples();
        double thought = settings.reasoningTokens();
        // The thought is sampled, then the text with the thought is read again for the letter.
        yield Phase.sampling(
            shots.reasoning() + thoughts * (pair + pair + thought), thoughts * thought);
      }
    };
  }

  private double questionsOnAnswer(double answered) {
    return requests.questionsOnAnswer() * (answered + requests.question());
  }

  List<Phase> evaluation() {
    EvaluationSettings settings = recipe.evaluation();
    double answers = answersCompared();
    double promptTokens =
        (double) Contender.METHOD.size() * settings.samples() * prompts.heldOutTokens();
    double answerTokens = answers * settings.answerTokens();
    double depth = recipe.preference().depth();
    var phases = new ArrayList<Phase>();
    phases.add(Phase.sampling(promptTokens, answerTokens));
    phases.add(Phase.reading(promptTokens + answerTokens, depth));
    if (settings.judge())
      phases.add(
          Phase.reading(
              shots.yesNo()
                  + settings.judgePrinciples()
                      * requests.questionsOnAnswer()
                      * (promptTokens + answerTokens + answers * requests.question())));
    phases.add(Phase.reading(scoredRevisions(), depth));
    double hhh = 2 * material.hhhItems() * HHH_TOKENS;
    double identification = 2 * material.identificationItems() * IDENTIFICATION_TOKENS;
    phases.add(Phase.reading(Contender.METHOD.size() * (hhh + identification)));
    phases.add(Phase.reading(hhh, depth));
    return phases;
  }

  double answersCompared() {
    return (double) Contender.METHOD.size() * recipe.evaluation().samples() * prompts.heldOut();
  }

  /// Tokens of the responses and revisions that the preference model scores.
  private double scoredRevisions() {
    CritiqueSettings critique = recipe.critique();
    int chains = Math.min(recipe.evaluation().revisionChains(), prompts.redTeamTrain());
    double texts =
        critique.responseTokens() + (double) critique.rounds() * critique.revisionTokens();
    return chains * ((critique.rounds() + 1) * prompts.redTeamTokens() + texts);
  }
}
