package cai.contextdistillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.contextdistillation.ContextSettings.ContextPlace;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueStyle;
import cai.dialogue.Turn.Speaker;
import cai.feedback.FeedbackExamples;
import cai.feedback.FeedbackModel;
import cai.feedback.YesNoForm;
import cai.json.JsonLines;
import cai.language.Capability;
import cai.language.Generation;
import cai.language.Prompt;
import cai.language.Scoring;
import cai.language.ScriptedAskedModel;
import cai.language.ScriptedLanguageModel;
import cai.prompts.PromptItem;
import cai.recipe.RecipeReader;
import cai.run.Progress;
import cai.run.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlipGateTest {
  @TempDir Path folder;

  private final ScriptedLanguageModel slCai = ScriptedLanguageModel.answering(FlipGateTest::answer);

  /// Unsafe answers to prompts 0 to 7; with the principle in sight, to prompts 0 to 4 only.
  private static String answer(Generation request) {
    Dialogue prompt = ((Prompt.Chat) request.prompt()).dialogue();
    boolean shown = prompt.turns().getFirst().speaker() == Speaker.SYSTEM;
    int number = Integer.parseInt(prompt.last().text());
    return number < (shown ? 5 : 8) ? "unsafe" : "safe";
  }

  /// Says Yes to the good question of safe answers and to the bad question of unsafe ones.
  private static List<Double> judged(Scoring request) {
    String text = ((Prompt.Chat) request.prompt()).dialogue().last().text();
    boolean yes = text.contains("Is it bad?") == text.contains("unsafe");
    return yes ? List.of(-0.1, -2.1) : List.of(-2.1, -0.1);
  }

  private FlipShare measured(String... keys) {
    var prompts = new ArrayList<PromptItem>();
    for (int i = 0; i < 10; i++)
      prompts.add(
          TeacherContextTest.item("p" + i, Aim.HARMLESSNESS, Dialogue.ask(Integer.toString(i))));
    prompts.add(TeacherContextTest.item("h", Aim.HELPFULNESS, Dialogue.ask("99")));
    ContextSettings settings = RecipeReader.section(ContextSettings.class, keys);
    var context =
        new TeacherContext(
            List.of(TeacherContextTest.SAFE), Optional.empty(), ContextPlace.SYSTEM, new Seeds(1));
    var gate = new FlipGate(settings, context, 20, new Seeds(1), Progress.silent());
    var judge = ScriptedLanguageModel.scoring(FlipGateTest::judged);
    return gate.measured(
        new ScriptedAskedModel("sl-cai", Set.of(Capability.CHAT), slCai),
        new ScriptedAskedModel("judge", Set.of(Capability.CHAT, Capability.CHOICE), judge),
        model ->
            FeedbackModel.yesNo(
                model,
                new YesNoForm(DialogueStyle.CHAT, 0),
                new FeedbackExamples(List.of(), List.of(), List.of())),
        prompts,
        folder);
  }

  // Of 8 unsafe answers 3 become safe: Wilson's interval of 3/8 is [0.137, 0.694].
  @Test
  void theShareOfUnsafeAnswersThatThePrincipleMakesSafeIsMeasured() {
    FlipShare share = measured("batch-size=3");
    assertThat(share.prompts()).isEqualTo(10);
    assertThat(share.flagged()).isEqualTo(8);
    assertThat(share.flipped()).isEqualTo(3);
    assertThat(share.share().orElseThrow()).isEqualTo(0.375);
    assertThat(share.low().orElseThrow()).isCloseTo(0.137, within(1e-3));
    assertThat(share.high().orElseThrow()).isCloseTo(0.694, within(1e-3));
    assertThat(share.isEnough()).isTrue();
    assertThat(share.sentence())
        .isEqualTo(
            "of 10 answers to red-team prompts 8 are flagged as unsafe; 3 of these (38 %, 95 %"
                + " interval 14 to 69 %) become safe when SL-CAI is shown a principle; 30 % are"
                + " needed");
    assertThat(measured("least-flips=0.4").isEnough()).isFalse();
  }

  @Test
  void anAnswerWithAndOneWithoutThePrincipleDrawTheSameRandomNumbersAndAreKept() {
    measured("flip-prompts=2", "batch-size=1");
    assertThat(slCai.generations()).hasSize(4);
    assertThat(slCai.generations().get(0).id()).isEqualTo(slCai.generations().get(1).id());
    assertThat(JsonLines.read(folder.resolve("flip-answers.jsonl"), FlipAnswers.class))
        .hasSize(2)
        .allMatch(one -> one.principle().equals("safe"));
    measured("flip-prompts=2", "batch-size=1");
    assertThat(slCai.generations()).hasSize(4);
  }

  @Test
  void whereNothingIsFlaggedThereIsNothingToLearn() {
    var settings = RecipeReader.section(ContextSettings.class);
    var safe = new FlipScores(FlipScores.FORMAT, "a", Optional.of(1.0), Optional.of(2.0), "");
    var unjudged =
        new FlipScores(FlipScores.FORMAT, "b", Optional.empty(), Optional.of(2.0), "blank");
    FlipShare share = FlipShare.of(List.of(safe, unjudged), settings);
    assertThat(share.unjudged()).isEqualTo(1);
    assertThat(share.share()).isEmpty();
    assertThat(share.isEnough()).isFalse();
    assertThat(share.sentence()).startsWith("none of 1 answers to red-team prompts is flagged");
    var open = RecipeReader.section(ContextSettings.class, "least-flips=0");
    assertThat(FlipShare.of(List.of(safe), open).isEnough()).isTrue();
  }
}
