package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.YesNoQuestions;
import cai.language.YesNoQuestions.Balance;
import cai.language.YesNoQuestions.QuestionedResponse;
import cai.prompts.fewshots.YesNoShot;
import java.util.List;
import java.util.function.Function;

/// Asks yes/no questions about each answer by itself and compares the balanced scores: there are no
/// positions, so there is no position bias. The method for small models, which answer (A)/(B)
/// questions by chance.
///
/// **Differs** from the paper, which has no such label.
public final class YesNoBalanced implements FeedbackModel {
  private final YesNoQuestions questions;
  private final List<YesNoShot> shots;

  /// @param shots shown before every question
  YesNoBalanced(YesNoQuestions questions, List<YesNoShot> shots) {
    this.questions = questions;
    this.shots = List.copyOf(shots);
  }

  @Override
  public Object shown(Aim aim) {
    return shots;
  }

  @Override
  public List<Outcome<PairFeedback>> compare(List<PairQuestion> pairs) {
    return Outcome.askEach(
            pairs, pair -> Outcome.unless(pair.flaw(), subjects(pair)), questions::balance)
        .stream()
        .map(outcome -> outcome.map(YesNoBalanced::gap))
        .toList();
  }

  private static List<QuestionedResponse> subjects(PairQuestion pair) {
    return List.of(
        subject(pair.id() + "/first", pair.prompt(), pair.first(), pair.principle()),
        subject(pair.id() + "/second", pair.prompt(), pair.second(), pair.principle()));
  }

  private static PairFeedback gap(List<Balance> both) {
    double gap = both.get(0).score() - both.get(1).score();
    long tokens = both.get(0).tokens() + both.get(1).tokens();
    return PairFeedback.of(List.of(gap), false, tokens, 0);
  }

  /// A response to be scored by itself.
  public record Rated(String id, Dialogue prompt, String response) {}

  /// The mean balanced score of each response over a set of principles, nats; higher agrees better.
  public List<Outcome<Double>> scores(List<Rated> rated, List<ComparisonPrinciple> principles) {
    return scores(rated, _ -> principles);
  }

  /// The mean balanced score of each response over its own set of principles, nats.
  public List<Outcome<Double>> scores(
      List<Rated> rated, Function<Rated, List<ComparisonPrinciple>> principles) {
    return Outcome.askEach(rated, one -> subjects(one, principles.apply(one)), questions::balance)
        .stream()
        .map(outcome -> outcome.map(YesNoBalanced::mean))
        .toList();
  }

  private static Outcome<List<QuestionedResponse>> subjects(
      Rated one, List<ComparisonPrinciple> principles) {
    if (principles.isEmpty()) throw new IllegalArgumentException("a score needs a principle");
    if (one.response().isBlank()) return new Refused<>("the response is empty");
    return new Given<>(
        principles.stream()
            .map(principle ->
                subject(one.id() + "/" + principle.id(), one.prompt(), one.response(), principle))
            .toList());
  }

  private static double mean(List<Balance> balances) {
    return balances.stream().mapToDouble(Balance::score).average().orElseThrow();
  }

  private static QuestionedResponse subject(
      String id, Dialogue prompt, String response, ComparisonPrinciple principle) {
    return new QuestionedResponse(
        id, prompt.answered(response), principle.positive(), principle.negative());
  }
}
