package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.dialogue.Dialogue;
import cai.prompts.PromptItem;
import cai.reinforcement.ReinforcementLoop.Models;
import cai.reinforcement.ReinforcementWork.AnswerScorer;
import cai.transformer.Arithmetic;
import cai.transformer.RandomWeights;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// A policy that learns from what a frozen model thinks of its tokens.
class TeacherTest {
  private static ReinforcementLoop loop(
      ReinforcementSettings settings,
      Decoder policy,
      Decoder teacher,
      Function<PromptItem, Dialogue> shown) {
    var maker =
        new Rollouts.Maker(
            policy, Fixture.renderer(), new AnswerScorer.Alone(Fixture.scorer()), settings, 8);
    var models = new Models(policy, teacher, maker, ScoreScale.none()).taught(Optional.of(shown));
    var schedule =
        new PromptSchedule(Fixture.prompts(), settings.promptsPerStep(), 0.5, Fixture.SEEDS);
    return new ReinforcementLoop(settings, models, schedule, List.of(), Fixture.SEEDS);
  }

  private static ReinforcementStep firstStep(Function<PromptItem, Dialogue> shown) {
    ReinforcementSettings settings = Fixture.settings("epochs=1");
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        Decoder frozen = policy.frozenCopy();
        var loop = loop(settings, policy, frozen, shown)) {
      return loop.step(0).metrics();
    }
  }

  @Test
  void aTeacherThatIsShownNothingElseAgreesWithThePolicy() {
    ReinforcementStep step = firstStep(PromptItem::prompt);
    assertThat(step.teacherKl().orElseThrow()).isCloseTo(0, within(1e-4));
    assertThat(step.gradientNorm().orElseThrow()).isLessThan(1e-3);
    assertThat(step.valueLoss()).isEmpty();
  }

  @Test
  void whatTheTeacherIsShownChangesWhatItThinksAndNotTheKlToSlCai() {
    ReinforcementStep step =
        firstStep(item -> Dialogue.ask("zebra").answered("x").with(item.prompt().last()));
    assertThat(Math.abs(step.teacherKl().orElseThrow())).isGreaterThan(1e-3);
    assertThat(step.gradientNorm().orElseThrow()).isGreaterThan(1e-3);
    assertThat(step.klPerToken()).isCloseTo(0, within(1e-4));
  }

  // The teacher is another model, so there is much to learn.
  @Test
  void thePolicyComesNearerToItsTeacher() {
    ReinforcementSettings settings =
        Fixture.settings("steps=40", "answers-per-step=24", "batch-size=12");
    var divergences = new ArrayList<Double>();
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(0));
        Decoder teacher =
            Decoder.load(
                policy.config(),
                new RandomWeights(policy.config(), 8, 0.3),
                Arithmetic.FP32,
                TrainedLayers.from(0));
        Decoder frozen = teacher.frozenCopy();
        var loop = loop(settings, policy, frozen, PromptItem::prompt)) {
      for (int step = 0; step < settings.steps(); step++)
        divergences.add(loop.step(step).metrics().teacherKl().orElseThrow());
    }
    assertThat(mean(divergences.subList(0, 3))).isPositive();
    assertThat(mean(divergences.subList(35, 40))).isLessThan(0.7 * mean(divergences.subList(0, 3)));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
