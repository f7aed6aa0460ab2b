package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.dialogue.DialogueStyle;
import cai.json.Json;
import cai.language.Generation.Ending;
import cai.language.local.LocalModel;
import cai.language.local.TokenModel.Sampled;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.recipe.Installation;
import cai.reinforcement.PolicyUpdate.Sums;
import cai.reinforcement.ReinforcementLoop.Models;
import cai.reinforcement.ReinforcementWork.ScoringModel;
import cai.sequence.TokenSequence;
import cai.transformer.Arithmetic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Steps of training against those that `scripts/reference/ppo_step.py` computes with PyTorch from
/// the definitions.
class ReferenceUpdateTest {
  private static final double CLOSE = 1e-4;
  private static final Golden GOLDEN =
      Json.read(Path.of("src/test/resources/cai/reinforcement/golden-updates.json"), Golden.class);

  private record Golden(
      String format,
      Map<String, String> versions,
      Map<String, Double> settings,
      List<GoldenStep> steps) {
    double setting(String name) {
      return settings.get(name);
    }
  }

  private record GoldenRollout(int[] ids, int promptLength, double reward) {}

  private record GoldenUpdate(double policyLoss, double valueLoss, double gradientNorm) {}

  /// @param before log-probabilities of the tokens when they were sampled
  /// @param after the updates
  private record GoldenStep(
      String advantages,
      List<GoldenRollout> rollouts,
      List<double[]> before,
      List<double[]> initial,
      List<double[]> values,
      List<double[]> estimates,
      List<double[]> returns,
      List<GoldenUpdate> updates,
      List<double[]> after) {}

  @Test
  void theReferenceTestsWhatItShould() {
    assertThat(GOLDEN.steps()).hasSize(6);
    for (int i : new int[] {1, 3, 5}) {
      GoldenStep second = GOLDEN.steps().get(i);
      assertThat(distance(second.before(), second.initial())).isGreaterThan(0.05);
      assertThat(distance(second.before(), second.after())).isGreaterThan(0.05);
      assertThat(second.updates().getFirst().gradientNorm())
          .isNotEqualTo(second.updates().getLast().gradientNorm());
    }
    assertThat(distance(GOLDEN.steps().get(1).values(), zeros(GOLDEN.steps().get(1).values())))
        .isGreaterThan(0.01);
    assertThat(GOLDEN.steps().stream().flatMap(step -> step.updates().stream()))
        .anyMatch(update -> update.gradientNorm() > GOLDEN.setting("clipGradientNorm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gae", "leave-one-out", "group"})
  void twoStepsAreThoseOfTheReference(String advantages) {
    ReinforcementSettings settings = settings(advantages);
    PreferenceScorer unused =
        _ -> {
          throw new IllegalStateException("the rewards of the reference are given");
        };
    Path tiny = Installation.home().resolve("models/tiny-random");
    try (LocalModel model = LocalModel.open(tiny, Arithmetic.FP32, DialogueStyle.CHAT);
        Models models =
            Models.untrained(settings, model, ScoringModel.of(unused, 1), 8, Fixture.SEEDS);
        var trainer = new PolicyTrainer(settings, models, Fixture.SEEDS)) {
      for (GoldenStep golden : GOLDEN.steps())
        if (golden.advantages().equals(advantages)) assertStep(trainer, golden);
    }
  }

  private static void assertStep(PolicyTrainer trainer, GoldenStep golden) {
    try (Experience experience = trainer.experience(rollouts(golden))) {
      for (int i = 0; i < golden.rollouts().size(); i++) {
        Trajectory found = experience.trajectories().get(i);
        assertNumbers("before", found.policy(), golden.before().get(i));
        assertNumbers("initial", found.initialPolicy(), golden.initial().get(i));
        assertNumbers("values", found.values(), golden.values().get(i));
        assertNumbers("estimates", found.advantages(), golden.estimates().get(i));
        assertNumbers("returns", found.returns(), golden.returns().get(i));
      }
      for (GoldenUpdate update : golden.updates()) {
        Sums sums = trainer.optimise(0, experience, Optional.empty());
        assertThat(sums.policyLoss() / sums.tokens()).isCloseTo(update.policyLoss(), within(CLOSE));
        assertThat(sums.valueLoss() / sums.tokens()).isCloseTo(update.valueLoss(), within(CLOSE));
        assertThat(sums.gradient()).isCloseTo(update.gradientNorm(), within(CLOSE));
      }
    }
    try (Experience after = trainer.experience(rollouts(golden))) {
      for (int i = 0; i < golden.rollouts().size(); i++)
        assertNumbers("after", after.trajectories().get(i).policy(), golden.after().get(i));
    }
  }

  private static void assertNumbers(String what, double[] found, double[] expected) {
    assertThat(found).as(what).containsExactly(expected, within(CLOSE));
  }

  /// One pass over all answers in one update; the test makes the passes.
  private static ReinforcementSettings settings(String advantages) {
    return Fixture.settings(
        "advantages=" + advantages,
        "answers-per-step=6",
        "answers-per-prompt=2",
        "batch-size=6",
        "epochs=1",
        "trained-share=1",
        "temperature=" + GOLDEN.setting("temperature"),
        "answer-tokens=" + (int) GOLDEN.setting("longest"),
        "learning-rate=" + GOLDEN.setting("learningRate"),
        "value-learning-rate=" + GOLDEN.setting("valueLearningRate"),
        "warmup-steps=" + (int) GOLDEN.setting("warmupSteps"),
        "clip-range=" + GOLDEN.setting("clipRange"),
        "value-clip-range=" + GOLDEN.setting("valueClipRange"),
        "kl-coefficient=" + GOLDEN.setting("klCoefficient"),
        "discount=" + GOLDEN.setting("discount"),
        "lambda=" + GOLDEN.setting("lambda"),
        "clip-gradient-norm=" + GOLDEN.setting("clipGradientNorm"),
        "guards.score-clip=1000",
        "guards.unfinished-penalty=0",
        "guards.short-penalty=0",
        "guards.repetition-penalty=0");
  }

  private static Rollouts rollouts(GoldenStep golden) {
    List<TokenSequence> sequences =
        golden.rollouts().stream()
            .map(one -> new TokenSequence(one.ids(), one.promptLength()))
            .toList();
    List<Sampled> sampled =
        golden.rollouts().stream()
            .map(one -> Arrays.copyOfRange(one.ids(), one.promptLength(), one.ids().length))
            .map(answer -> new Sampled(answer, new double[answer.length], "", Ending.END_OF_TEXT))
            .toList();
    double[] scores = golden.rollouts().stream().mapToDouble(GoldenRollout::reward).toArray();
    List<PromptItem> prompts = Collections.nCopies(scores.length, Fixture.prompts().getFirst());
    return new Rollouts(prompts, sampled, sequences, scores, FrozenStates.none(sequences));
  }

  private static List<double[]> zeros(List<double[]> like) {
    return like.stream().map(one -> new double[one.length]).toList();
  }

  /// The largest difference.
  private static double distance(List<double[]> one, List<double[]> other) {
    double largest = 0;
    for (int i = 0; i < one.size(); i++)
      for (int t = 0; t < one.get(i).length; t++)
        largest = Math.max(largest, Math.abs(one.get(i)[t] - other.get(i)[t]));
    return largest;
  }
}
