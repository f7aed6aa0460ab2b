package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.DialogueStyle;
import cai.language.local.LocalModel;
import cai.preference.PreferenceScorer;
import cai.recipe.Installation;
import cai.reinforcement.ReinforcementLoop.Models;
import cai.reinforcement.ReinforcementWork.ScoringModel;
import cai.transformer.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That training learns, shown on a task whose optimum is known: the score is the share of an
/// answer's letters that are capitals, so the optimum is 1. The tiny model begins far from it.
class LearningTest {
  private static final double OPTIMUM = 1;
  private static final int STEPS = 40;
  private static final int LONGEST = 60; // seconds of a training, on a busy machine too
  private static final int AT_THE_ENDS = 3; // steps whose mean counts

  private record Scores(double first, double last) {}

  @ParameterizedTest
  @ValueSource(strings = {"gae", "leave-one-out", "group"})
  @Timeout(LONGEST)
  void theKnownOptimumIsReached(String advantages) {
    Scores scores = trained(advantages, 1);
    assertThat(scores.first()).isLessThan(0.25 * OPTIMUM);
    assertThat(scores.last()).isGreaterThan(0.9 * OPTIMUM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gae", "leave-one-out", "group"})
  @Timeout(LONGEST)
  void withTheSignTurnedRoundItIsLeft(String advantages) {
    Scores scores = trained(advantages, -1);
    assertThat(scores.last()).isLessThan(0.5 * scores.first());
  }

  /// @param sign that scores are multiplied by before the policy learns from them
  private static Scores trained(String advantages, int sign) {
    PreferenceScorer scorer =
        answered ->
            answered.stream()
                .mapToDouble(dialogue -> sign * capitals(dialogue.last().text()))
                .toArray();
    ReinforcementSettings settings =
        Fixture.settings(
            "advantages=" + advantages,
            "steps=" + STEPS,
            "answers-per-step=32",
            "batch-size=32",
            "epochs=2",
            "answer-tokens=12",
            "learning-rate=5e-3",
            "trained-share=1",
            "tokens-at-once=4096",
            "kl-coefficient=0",
            "guards.score-clip=10",
            "guards.unfinished-penalty=0",
            "guards.short-penalty=0",
            "guards.repetition-penalty=0");
    var steps = new ArrayList<Double>();
    try (LocalModel model =
            LocalModel.open(
                Installation.home().resolve("models/tiny-random"),
                Arithmetic.FP32,
                DialogueStyle.CHAT);
        Models models =
            Models.untrained(settings, model, ScoringModel.of(scorer, 1), 32, Fixture.SEEDS);
        var loop =
            new ReinforcementLoop(
                settings,
                models,
                new PromptSchedule(
                    Fixture.prompts(), settings.promptsPerStep(), 0.5, Fixture.SEEDS),
                List.of(),
                Fixture.SEEDS)) {
      for (int step = 0; step < STEPS; step++) {
        steps.add(sign * loop.step(step).metrics().score());
      }
    }
    return new Scores(
        mean(steps.subList(0, AT_THE_ENDS)), mean(steps.subList(STEPS - AT_THE_ENDS, STEPS)));
  }

  private static double mean(List<Double> scores) {
    return scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /// Share of a text's letters that are capitals; 0 where there is no letter.
  private static double capitals(String text) {
    long letters = text.chars().filter(Character::isLetter).count();
    return letters == 0
        ? 0
        : text.chars().filter(Character::isUpperCase).count() / (double) letters;
  }
}
