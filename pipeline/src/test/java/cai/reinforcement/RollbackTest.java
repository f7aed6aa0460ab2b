package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.errors.UserError;
import cai.json.JsonLines;
import cai.run.Progress;
import cai.run.training.Rollback;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A training that diverges goes back and learns more slowly.
class RollbackTest {
  private static final int STEPS = 8;

  @TempDir Path temporary;

  private record Trained(
      ReinforcementOutcome outcome, Map<String, float[]> weights, List<Rollback> rollbacks) {}

  @Test
  void aDivergedTrainingGoesBackAndLearnsMoreSlowly() throws IOException {
    Trained ended = train("ended", fast(0));
    Trained slowed = train("slowed", fast(8));
    assertThat(ended.outcome().stopped()).isTrue();
    assertThat(ended.rollbacks()).isEmpty();
    assertThat(slowed.outcome().steps()).isGreaterThan(ended.outcome().steps());
    assertThat(slowed.outcome().rollbacks()).isEqualTo(slowed.rollbacks().size()).isPositive();
    assertThat(slowed.outcome().sentence()).contains("at half the learning rates");
    Rollback first = slowed.rollbacks().getFirst();
    assertThat(first.kept()).isEqualTo(ended.outcome().steps()).isLessThan(first.step());
    assertThat(ended.outcome().sentence()).contains("stopped at step " + first.step() + " of");
    assertThat(first.what()).isNotBlank();
    for (int i = 0; i < slowed.rollbacks().size(); i++)
      assertThat(slowed.rollbacks().get(i).learningRate())
          .isCloseTo(0.05 / (2 << i), within(1e-12));
    // Nothing remains of the steps that were given up.
    assertThat(steps("slowed").stream().map(ReinforcementStep::step))
        .containsExactlyElementsOf(
            Stream.iterate(1, step -> step + 1).limit(steps("slowed").size()).toList());
    assertThat(JsonLines.read(temporary.resolve("slowed/rollouts.jsonl"), Rollout.class))
        .hasSize(12 * steps("slowed").size());
  }

  // Of two policies, the one before the step of the fault was sampled from already: its answers are
  // the same again, and only the update differs.
  @Test
  void theStepIsMadeAgainFromTheSameAnswers() throws IOException {
    train("ended", fast(0));
    Trained slowed = train("slowed", fast(1));
    int kept = slowed.rollbacks().getFirst().kept();
    assertThat(kept).isLessThan(STEPS);
    List<Rollout> once = rollouts("ended", kept + 1);
    List<Rollout> again = rollouts("slowed", kept + 1);
    assertThat(once).isNotEmpty();
    assertThat(again).hasSameSizeAs(once);
    for (int i = 0; i < once.size(); i++)
      assertThat(again.get(i).ids()).isEqualTo(once.get(i).ids());
    assertThat(steps("slowed").get(kept).learningRate())
        .isLessThan(steps("ended").get(kept).learningRate());
  }

  // The first update alone goes beyond the limit.
  @Test
  void aRateThatIsFarTooHighStillLeadsToAPolicy() throws IOException {
    String[] keys = {"learning-rate=1", "guards.most-kl=20", "guards.most-rollbacks=0"};
    assertThatThrownBy(() -> train("never", keys))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no RL-CAI; lower reinforcement.learning-rate=1.0");
    keys[2] = "guards.most-rollbacks=1";
    Trained once = train("once", keys);
    assertThat(once.rollbacks().getFirst().kept()).isZero();
    assertThat(once.rollbacks().getFirst().learningRate()).isEqualTo(0.5);
    assertThat(once.outcome().steps()).isPositive();
    assertThat(steps("once").getFirst().kl()).isLessThan(1e-3); // SL-CAI again
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKilledTrainingGoesBackInTheSameWay(boolean snapshots) throws IOException {
    String[] keys = fast(3);
    if (snapshots) {
      keys = Arrays.copyOf(keys, keys.length + 2);
      keys[keys.length - 2] = "snapshots.every=2";
      keys[keys.length - 1] = "snapshots.prompts=2";
    }
    Trained whole = train("whole", keys);
    assertThat(whole.rollbacks()).isNotEmpty();
    String[] same = keys;
    // The first time that so many steps are done.
    for (int at : new int[] {1, 3, 6}) {
      Path folder = Files.createDirectories(temporary.resolve("killed-" + at));
      try {
        run(folder, new KilledTraining(at), same);
      } catch (KilledTraining.Killed e) {
        assertThat(e).isNotNull();
      }
      Trained resumed = run(folder, Progress.silent(), same);
      assertThat(resumed.outcome()).isEqualTo(whole.outcome());
      assertThat(resumed.weights()).hasSameSizeAs(whole.weights());
      whole
          .weights()
          .forEach(
              (name, values) -> assertThat(resumed.weights().get(name)).containsExactly(values));
      for (String file :
          List.of("metrics.jsonl", "rollouts.jsonl", "snapshots.jsonl", "rollbacks.jsonl"))
        assertThat(folder.resolve(file))
            .hasSameTextualContentAs(temporary.resolve("whole").resolve(file));
    }
  }

  /// So fast that the policy soon leaves the limit.
  private static String[] fast(int rollbacks) {
    return new String[] {
      "learning-rate=0.05", "guards.most-kl=8", "guards.most-rollbacks=" + rollbacks
    };
  }

  private List<ReinforcementStep> steps(String name) {
    return JsonLines.read(
        temporary.resolve(name).resolve("metrics.jsonl"), ReinforcementStep.class);
  }

  private List<Rollout> rollouts(String name, int step) {
    return JsonLines.read(temporary.resolve(name).resolve("rollouts.jsonl"), Rollout.class).stream()
        .filter(one -> one.step() == step)
        .toList();
  }

  private Trained train(String name, String... keys) throws IOException {
    return run(Files.createDirectories(temporary.resolve(name)), Progress.silent(), keys);
  }

  private static Trained run(Path folder, Progress progress, String... keys) {
    String[] all = Arrays.copyOf(keys, keys.length + 1);
    all[keys.length] = "steps=" + STEPS;
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        Decoder initialPolicy = policy.frozenCopy();
        var loop = Fixture.loop(Fixture.settings(all), policy, initialPolicy)) {
      ReinforcementOutcome outcome = loop.run(folder, progress);
      return new Trained(
          outcome,
          policy.trainedWeights(),
          JsonLines.read(folder.resolve("rollbacks.jsonl"), Rollback.class));
    }
  }
}
