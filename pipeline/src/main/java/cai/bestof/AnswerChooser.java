package cai.bestof;

import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.Prompt;
import cai.language.TextModel;
import cai.preference.PreferenceScorer;
import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Best-of-n: a model answers each prompt several times, and the answer that a preference model
/// scores highest, after what the guards take, is the answer. Of equal ones the first is.
///
/// The first candidate is the answer that the model gives by itself to the same request, so what is
/// compared with the model differs from it only by the choice.
///
/// @param model that answers
/// @param scorer of the answers
/// @param deviation of the scorer's scores over the answers it was trained on
/// @param answers number of candidates
record AnswerChooser(
    TextModel model, PreferenceScorer scorer, double deviation, int answers, PolicyGuards guards) {

  /// The candidates of a prompt and which of them is the best.
  ///
  /// @param completions what the model gave, as far as it can be scored
  /// @param candidates the same with their scores
  /// @param best number of the best one
  record ChosenAnswer(List<Completion> completions, List<CandidateAnswer> candidates, int best) {
    static ChosenAnswer of(List<Completion> completions, List<CandidateAnswer> candidates) {
      int best = 0;
      for (int i = 1; i < candidates.size(); i++)
        if (candidates.get(i).guarded() > candidates.get(best).guarded()) best = i;
      return new ChosenAnswer(List.copyOf(completions), List.copyOf(candidates), best);
    }

    /// The best answer as the answer to a request; its tokens are those of all candidates, because
    /// that is what it took.
    Completion completion(String id) {
      Completion chosen = completions.get(best);
      return new Completion(
          id,
          chosen.text(),
          chosen.promptTokens(),
          completions.stream().mapToInt(Completion::tokens).sum(),
          chosen.meanLogProbability(),
          chosen.ending());
    }
  }

  /// The choice for each conversation, in order.
  ///
  /// @param requests whose prompts are [Prompt.Chat]
  List<Outcome<ChosenAnswer>> choose(List<Generation> requests, Sampling sampling) {
    List<Generation> all = requests.stream().flatMap(one -> copies(one).stream()).toList();
    List<Outcome<Completion>> sampled = model.generate(all, sampling);
    var chosen = new ArrayList<Outcome<ChosenAnswer>>();
    for (int i = 0; i < requests.size(); i++)
      chosen.add(chosen(requests.get(i), sampled.subList(i * answers, (i + 1) * answers)));
    return chosen;
  }

  private List<Generation> copies(Generation request) {
    return IntStream.range(0, answers)
        .mapToObj(i ->
            i == 0
                ? request
                : new Generation(
                    request.id() + "/candidate/" + i, request.prompt(), request.opening()))
        .toList();
  }

  private Outcome<ChosenAnswer> chosen(Generation request, List<Outcome<Completion>> candidates) {
    var chat = (Prompt.Chat) request.prompt();
    List<Outcome<Completion>> scorable =
        candidates.stream()
            .map(one ->
                one.then(completion ->
                    Outcome.unless(
                        scorer.refusal(chat.dialogue().answered(completion.text().strip())),
                        completion)))
            .toList();
    List<Completion> given = scorable.stream().flatMap(one -> one.given().stream()).toList();
    if (given.isEmpty()) return new Refused<>(scorable.getFirst().refusal().orElseThrow());
    double[] scores =
        scorer.score(
            given.stream().map(one -> chat.dialogue().answered(one.text().strip())).toList());
    var scored = new ArrayList<CandidateAnswer>();
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i]))
        return new Refused<>("the preference model's score of an answer is not finite");
      scored.add(CandidateAnswer.of(given.get(i), scores[i], deviation, guards));
    }
    return new Given<>(ChosenAnswer.of(given, scored));
  }
}
