package cai.feedback;

import static cai.feedback.FeedbackFixture.CLEARER;
import static cai.feedback.FeedbackFixture.KINDER;
import static cai.feedback.FeedbackFixture.judged;
import static cai.feedback.FeedbackFixture.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.dialogue.Dialogue;
import cai.dialogue.FormatKind;
import cai.feedback.YesNoBalanced.Rated;
import cai.language.Outcome;
import cai.language.Scoring;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.language.YesNoQuestions;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class YesNoBalancedTest {
  private static YesNoBalanced judge(Function<Scoring, List<Double>> scores) {
    var model = ScriptedLanguageModel.scoring(scores);
    return new YesNoBalanced(
        new YesNoQuestions(model, FormatKind.TRANSCRIPT, List.of()), List.of());
  }

  /// Log-odds of Yes by response and question.
  private static List<Double> byContent(Scoring request) {
    String text = Script.text(request.prompt());
    double logOdds = 0;
    if (text.contains("Assistant: Gladly")) logOdds = text.contains("kind?") ? 3 : 1;
    if (text.contains("Assistant: Get lost")) logOdds = text.contains("kind?") ? 2 : 2.5;
    return List.of(logOdds - 1, -1.0);
  }

  @Test
  void comparesTheBalancedScoresOfBothAnswers() {
    // (3 - 1) - (2 - 2.5) = 2.5
    PairFeedback judgement =
        judged(judge(YesNoBalancedTest::byContent), List.of(pair("p", "Gladly.", "Get lost.")))
            .getFirst();
    assertThat(judgement.logOdds().getFirst()).isCloseTo(2.5, within(1e-12));
    assertThat(judgement.flipped()).isFalse();
  }

  @Test
  void exchangingTheAnswersExchangesTheSign() {
    var method = judge(Script::scoresOfText);
    double gap = judged(method, List.of(pair("p", "One.", "Two."))).getFirst().meanLogOdds();
    double exchanged = judged(method, List.of(pair("p", "Two.", "One."))).getFirst().meanLogOdds();
    assertThat(gap).isNotZero();
    assertThat(exchanged).isEqualTo(-gap);
  }

  @Test
  void leavesPairsAsideThatSayNothing() {
    List<PairFeedback> judgements =
        judged(
            judge(YesNoBalancedTest::byContent),
            List.of(pair("same", "Gladly.", "Gladly."), pair("fine", "Gladly.", "Get lost.")));
    assertThat(judgements.get(0).reason()).isEqualTo("both answers are the same");
    assertThat(judgements.get(1).meanLogOdds()).isCloseTo(2.5, within(1e-12));
  }

  @Test
  void scoresSingleResponsesAsTheMeanOverPrinciples() {
    // Gladly: kinder 3 - 1 = 2, clearer 1 - 1 = 0, mean 1.
    List<Outcome<Double>> scores =
        judge(YesNoBalancedTest::byContent)
            .scores(
                List.of(
                    new Rated("a", Dialogue.ask("Hi?"), " "),
                    new Rated("b", Dialogue.ask("Hi?"), "Gladly.")),
                List.of(KINDER, CLEARER));
    assertThat(scores.get(0).given()).isEmpty();
    assertThat(scores.get(1).given().orElseThrow()).isCloseTo(1, within(1e-12));
  }
}
