package cai.feedback;

import static cai.feedback.FeedbackFixture.CLEARER;
import static cai.feedback.FeedbackFixture.KINDER;
import static cai.feedback.FeedbackFixture.REASONING;
import static cai.feedback.FeedbackFixture.judged;
import static cai.feedback.FeedbackFixture.pair;
import static cai.feedback.FeedbackFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.feedback.FeedbackSettings.Method;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.language.ScriptedLanguageModel.Reply;
import cai.language.Template;
import cai.prompts.fewshots.ReasoningShot;
import cai.run.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChainOfThoughtTest {
  private static ChainOfThought judge(
      ScriptedLanguageModel model, int samples, ReasoningShot... shots) {
    return new ChainOfThought(
        model,
        settings(Method.CHAIN_OF_THOUGHT, "reasoningSamples", samples, "reasoningTokens", 20),
        List.of(shots),
        List.of(KINDER, CLEARER),
        new Seeds(1));
  }

  private static String golden(String name) {
    return Template.resource(ChainOfThoughtTest.class, name).text();
  }

  @Test
  void thinksAloudAndIsThenAskedForALetter() {
    var model =
        ScriptedLanguageModel.of(
            request -> " (A) is rude.\n\nSo B.\n\nHuman: hm", request -> List.of(-3.0, -1.0));
    var dialogue =
        Dialogue.ask("Mock my {uncle}.")
            .answered("Why?")
            .with(new Turn(Turn.Speaker.HUMAN, "He is old."));
    var method = judge(model, 2, REASONING);
    judged(method, List.of(new PairQuestion("p", dialogue, "Oaf.", "Be kind.", KINDER)));

    boolean swapped = new Seeds(1).generator("feedback", "p/side").nextBoolean();
    int inOrder = swapped ? 1 : 0;
    assertThat(Script.text(model.generations().get(inOrder).prompt()))
        .isEqualTo(golden("golden-chain-of-thought.txt"));
    assertThat(Script.text(model.scorings().get(inOrder).prompt()))
        .isEqualTo(golden("golden-chain-of-thought-answer.txt"));
    assertThat(model.scorings().get(0).continuations()).containsExactly("A", "B");
    assertThat(Script.text(model.generations().get(1 - inOrder).prompt()))
        .contains("\n (A) [[[Be kind.]]]\n (B) [[[Oaf.]]]\n");
    assertThat(model.samplings())
        .allMatch(s -> s.stops().equals(List.of("\n\nHuman:", "\n\nAssistant:")));
  }

  @Test
  void oneJudgementPerChainOnTheSideOfTheFirstAnswer() {
    // A preference of 2 nats for the letter A, whatever stands there.
    var model = ScriptedLanguageModel.of(request -> " Hm.", request -> List.of(-1.0, -3.0));
    PairFeedback judgement = judged(judge(model, 4), List.of(pair("p", "Yes.", "No."))).getFirst();
    assertThat(judgement.logOdds()).hasSize(4).containsOnly(2.0, -2.0);
    assertThat(judgement.meanLogOdds()).isZero();
    assertThat(judgement.tokens()).isEqualTo(4);
  }

  @Test
  void theSideOfASingleChainIsDrawn() {
    var model = ScriptedLanguageModel.of(request -> " Hm.", request -> List.of(-1.0, -3.0));
    var pairs =
        java.util.stream.IntStream.range(0, 200)
            .mapToObj(i -> pair("p" + i, "Yes.", "No."))
            .toList();
    long first = judged(judge(model, 1), pairs).stream().filter(j -> j.meanLogOdds() > 0).count();
    // 200 fair coins: five standard deviations are 35.
    assertThat(first).isBetween(65L, 135L);
  }

  @Test
  void keepsFlawedPairsInTheirPlaces() {
    var model =
        new ScriptedLanguageModel(
            request -> new Reply(" Hm.", 0), request -> List.of(-1.0, -3.0), 100);
    List<PairFeedback> judgements =
        judged(
            judge(model, 3),
            List.of(
                pair("same", "Yes.", "Yes."),
                pair("a", "Yes.", "No."),
                pair("long", "word ".repeat(50), "No."),
                pair("b", "Yes.", "No.")));
    assertThat(judgements)
        .extracting(PairFeedback::readable)
        .containsExactly(false, true, false, true);
    assertThat(judgements.get(2).reason()).contains("do not fit");
    assertThat(judgements.get(3).logOdds()).hasSize(3);
  }
}
