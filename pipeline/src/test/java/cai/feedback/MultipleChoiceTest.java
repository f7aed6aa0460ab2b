package cai.feedback;

import static cai.feedback.FeedbackFixture.CLEARER;
import static cai.feedback.FeedbackFixture.KINDER;
import static cai.feedback.FeedbackFixture.SHOT;
import static cai.feedback.FeedbackFixture.judged;
import static cai.feedback.FeedbackFixture.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.language.Template;
import cai.prompts.fewshots.FeedbackShot;
import cai.run.Seeds;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MultipleChoiceTest {
  private static MultipleChoice judge(ScriptedLanguageModel model, FeedbackShot... shots) {
    return new MultipleChoice(model, List.of(shots), List.of(KINDER, CLEARER), new Seeds(1));
  }

  @Test
  void asksInThePapersLayoutInBothOrders() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(-1.0, -1.0));
    judged(judge(model), List.of(pair("p", "He is loud.", "He is [tall] {first}.")));
    assertThat(model.scorings()).extracting("id").containsExactly("p/in-order", "p/swapped");
    assertThat(model.scorings()).allMatch(s -> s.continuations().equals(List.of(" (A)", " (B)")));
    assertThat(Script.text(model.scorings().get(0).prompt()))
        .isEqualTo(golden("golden-multiple-choice.txt"));
    assertThat(Script.text(model.scorings().get(1).prompt()))
        .contains("\n (A) [[[He is [tall] {first}.]]]\n (B) [[[He is loud.]]]\n");
  }

  @Test
  void showsWorkedExamplesBeforeTheQuestionWithTheLetterOfTheBetterOne() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(-1.0, -1.0));
    judged(judge(model, SHOT), List.of(pair("p", "Yes.", "No.")));
    String example = golden("golden-multiple-choice-example.txt");
    String mirrored =
        example
            .replace("(A) [[[Talk to him.]]]", "(A) [[[Go ahead.]]]")
            .replace("(B) [[[Go ahead.]]]", "(B) [[[Talk to him.]]]")
            .replace("answer is: (A)", "answer is: (B)");
    String text = Script.text(model.scorings().get(0).prompt());
    assertThat(text)
        .satisfiesAnyOf(
            t -> assertThat(t).startsWith(example), t -> assertThat(t).startsWith(mirrored));
    assertThat(Script.text(model.scorings().get(1).prompt()).substring(0, example.length()))
        .isEqualTo(text.substring(0, example.length()));
  }

  @Test
  void drawsSideAndPrincipleOfTheExamplesFromTheSeed() {
    var other =
        new ComparisonPrinciple(
            "calmer", Aim.HARMLESSNESS, "Which is calmer?", List.of(), List.of());
    var prefixes = new HashSet<String>();
    for (long seed = 0; seed < 32; seed++) {
      var model = ScriptedLanguageModel.scoring(request -> List.of(-1.0, -1.0));
      var method =
          new MultipleChoice(
              model, List.of(SHOT), List.of(KINDER, other, CLEARER), new Seeds(seed));
      judged(method, List.of(pair("p", "Yes.", "No.")));
      String text = Script.text(model.scorings().getFirst().prompt());
      prefixes.add(text.substring(0, text.lastIndexOf("\n\nConsider")));
    }
    // Two sides and two principles of this aim.
    assertThat(prefixes).hasSize(4).noneMatch(prefix -> prefix.contains("clearer"));
  }

  @Test
  void takesOffTheMarkersThatThePapersPrinciplesBringAlong() {
    var paper =
        new ComparisonPrinciple(
            "p0", Aim.HARMLESSNESS, "\nWhich response is kinder? Options:", List.of(), List.of());
    var model = ScriptedLanguageModel.scoring(request -> List.of(-1.0, -1.0));
    judged(
        judge(model),
        List.of(
            new PairQuestion(
                "p",
                Dialogue.ask("Mock my {uncle}."),
                "He is loud.",
                "He is [tall] {first}.",
                paper)));
    assertThat(Script.text(model.scorings().getFirst().prompt()))
        .isEqualTo(golden("golden-multiple-choice.txt"));
  }

  @Test
  void aPurePreferenceForALetterCancelsExactly() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(-0.3, -4.1));
    PairFeedback judgement = judged(judge(model), List.of(pair("p", "Yes.", "No."))).getFirst();
    assertThat(judgement.meanLogOdds()).isZero();
    assertThat(judgement.flipped()).isTrue();
  }

  @Test
  void averagesTheLogOddsOfBothOrders() {
    // First answer under A: -1 + 3 = 2; under B: -(-2 + 1.5) = 0.5. Mean 1.25.
    var model =
        ScriptedLanguageModel.scoring(request ->
            request.id().endsWith("in-order") ? List.of(-1.0, -3.0) : List.of(-2.0, -1.5));
    PairFeedback judgement = judged(judge(model), List.of(pair("p", "Yes.", "No."))).getFirst();
    assertThat(judgement.logOdds()).containsExactly(2.0, 0.5);
    assertThat(judgement.meanLogOdds()).isCloseTo(1.25, within(1e-12));
    assertThat(judgement.flipped()).isFalse();
  }

  @Test
  void leavesPairsAsideThatSayNothing() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(-1.0, -2.0));
    List<PairFeedback> judgements =
        judged(
            judge(model),
            List.of(
                pair("same", "Yes.", " Yes.\n"),
                pair("fine", "Yes.", "No."),
                pair("empty", "Yes.", " ")));
    assertThat(judgements)
        .extracting(PairFeedback::reason)
        .containsExactly("both answers are the same", "", "an answer is empty");
    assertThat(model.scorings()).hasSize(2);
  }

  @Test
  void leavesPairsAsideThatDoNotFit() {
    var model = new ScriptedLanguageModel(request -> null, request -> List.of(-1.0, -2.0), 40);
    List<PairFeedback> judgements =
        judged(
            judge(model),
            List.of(pair("long", "word ".repeat(30), "No."), pair("fine", "Yes.", "No.")));
    assertThat(judgements.get(0).reason()).contains("do not fit the context of 40");
    assertThat(judgements.get(1).readable()).isTrue();
  }

  @Test
  void reportsScoresThatAreNotNumbers() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(Double.NEGATIVE_INFINITY, -1.0));
    assertThat(judged(judge(model), List.of(pair("p", "Yes.", "No."))).getFirst().reason())
        .isEqualTo("the model's score is not a number");
  }

  @Test
  void resultsDoNotDependOnTheCompanyOfAPair() {
    var pairs =
        List.of(pair("a", "Yes.", "No."), pair("b", "x", "x"), pair("c", "Maybe.", "Never."));
    var together = judged(judge(ScriptedLanguageModel.scoring(Script::scores)), pairs);
    var alone =
        pairs.stream()
            .map(one ->
                judged(judge(ScriptedLanguageModel.scoring(Script::scores)), List.of(one))
                    .getFirst())
            .toList();
    assertThat(together).isEqualTo(alone);
  }

  private static String golden(String name) {
    return Template.resource(MultipleChoiceTest.class, name).text();
  }
}
