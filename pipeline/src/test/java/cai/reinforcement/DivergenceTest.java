package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.json.JsonLines;
import cai.preference.PreferenceScorer;
import cai.reinforcement.ReinforcementWork.AnswerScorer;
import cai.run.Progress;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a training leaves whose policy has gone too far or whose numbers are none any more.
class DivergenceTest {
  private static final int STEPS = 10;
  private static final double FAST = 2e-2;

  @TempDir Path temporary;

  private final List<String> notes = new ArrayList<>();
  private PreferenceScorer scorer = Fixture.scorer();

  private record Trained(ReinforcementOutcome outcome, Map<String, float[]> weights) {}

  @Test
  void theGuardKeepsTheLastPolicyInsideItsLimit() throws IOException {
    List<ReinforcementStep> free = free();
    double limit = free.stream().mapToDouble(ReinforcementStep::kl).sorted().toArray()[STEPS / 2];
    Trained stopped = train("stopped", settings(STEPS, FAST, limit));
    int kept = stopped.outcome().steps();
    assertThat(stopped.outcome().stopped()).isTrue();
    assertThat(kept).isBetween(1, STEPS - 2);
    assertThat(stopped.outcome().sentence())
        .contains("RL-CAI is the policy as it was behind step " + kept);
    // The policy that was kept is that of a training which ends there, to the bit, and is inside.
    Trained ended = train("ended", settings(kept, FAST, limit));
    assertThat(ended.outcome().stopped()).isFalse();
    assertThat(ended.outcome().kl().orElseThrow()).isLessThanOrEqualTo(limit);
    assertSame(stopped.weights(), ended.weights());
  }

  @Test
  void thePolicyBehindTheLastStepIsMeasuredToo() throws IOException {
    List<ReinforcementStep> free = free();
    int worst = 2;
    for (int i = 3; i < STEPS; i++) if (free.get(i).kl() > free.get(worst).kl()) worst = i;
    double before =
        free.subList(0, worst).stream().mapToDouble(ReinforcementStep::kl).max().orElseThrow();
    double limit = (before + free.get(worst).kl()) / 2;
    // The policy behind step `worst` is outside; no step follows it.
    Trained stopped = train("last", settings(worst, FAST, limit));
    assertThat(stopped.outcome().stopped()).isTrue();
    assertThat(stopped.outcome().steps()).isLessThan(worst);
    assertSame(
        stopped.weights(),
        train("ended", settings(stopped.outcome().steps(), FAST, limit)).weights());
  }

  @Test
  void aKilledTrainingKeepsTheSamePolicy() throws IOException {
    List<ReinforcementStep> free = free();
    double limit = free.stream().mapToDouble(ReinforcementStep::kl).sorted().toArray()[STEPS / 2];
    Trained whole = train("whole", settings(STEPS, FAST, limit));
    Path folder = Files.createDirectory(temporary.resolve("killed"));
    // Killed behind the last step that is good, so that what is kept comes from the checkpoint.
    int last = steps(temporary.resolve("whole")).size();
    assertThatThrownBy(() -> run(folder, settings(STEPS, FAST, limit), killed(last)))
        .isInstanceOf(IllegalStateException.class);
    Trained resumed = run(folder, settings(STEPS, FAST, limit), noting());
    assertThat(resumed.outcome()).isEqualTo(whole.outcome());
    assertSame(resumed.weights(), whole.weights());
    assertThat(folder.resolve(ReinforcementLoop.REJECTED))
        .satisfiesAnyOf(
            file -> assertThat(file).doesNotExist(),
            file ->
                assertThat(file)
                    .hasSameTextualContentAs(
                        temporary.resolve("whole").resolve(ReinforcementLoop.REJECTED)));
  }

  // The last makes weights infinite in the first update.
  @ParameterizedTest
  @ValueSource(doubles = {3, 1e38})
  void aLearningRateThatIsFarTooHighStopsBeforeThereIsAnRlCai(double rate) throws IOException {
    for (int start = 0; start < 2; start++)
      assertThatThrownBy(() -> train("fast", settings(STEPS, rate, 20)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("reinforcement: step ")
          .hasMessageContaining("there is no RL-CAI; lower reinforcement.learning-rate=" + rate);
    assertThat(notes).anyMatch(note -> note.startsWith("reinforcement: the last start stopped at"));
    assertThat(temporary.resolve("fast/checkpoint-stopped.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aScoreThatIsNoNumberStopsAndCostsNothing(double bad) throws IOException {
    Trained whole = train("whole", settings(5, FAST, 1000));
    int[] calls = new int[1];
    PreferenceScorer good = Fixture.scorer();
    scorer =
        answered -> {
          double[] scores = good.score(answered);
          if (++calls[0] == 3) scores[4] = bad;
          return scores;
        };
    assertThatThrownBy(() -> train("broken", settings(5, FAST, 1000)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the preference model's score of the answer to ")
        .hasMessageContaining(" is " + bad);
    assertThat(steps(temporary.resolve("broken"))).hasSize(2);
    Trained resumed = train("broken", settings(5, FAST, 1000));
    assertThat(calls[0]).isBetween(3 + 4, 3 + 6);
    assertSame(resumed.weights(), whole.weights());
  }

  @Test
  void aScoreThatIsNoNumberAtTheFirstStepIsSaidPlainly() {
    scorer = answered -> new double[answered.size()];
    PreferenceScorer equal = scorer;
    scorer = answered -> Arrays.stream(equal.score(answered)).map(score -> score / 0).toArray();
    assertThatThrownBy(() -> train("first", settings(2, FAST, 1000)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(" is NaN; the model is damaged");
    assertThat(temporary.resolve("first/checkpoint.bin")).doesNotExist();
  }

  @Test
  void equalScoresAreNoFault() throws IOException {
    scorer = answered -> new double[answered.size()];
    Trained trained = train("equal", settings(3, 3e-3, 1000));
    assertThat(trained.outcome().stopped()).isFalse();
    assertThat(steps(temporary.resolve("equal")))
        .allSatisfy(step -> assertThat(step.policyLoss()).isFinite());
    assertThat(ScoreScale.fresh(new double[4]))
        .isEqualTo(new ScoreScale(ScoreScale.FORMAT, ScoreScale.ScaleKind.FRESH, 4, 0, 1));
  }

  @Test
  void theOlderCheckpointLeadsToTheSameBytes() throws IOException {
    Trained whole = train("whole", settings(6, FAST, 1000));
    Path folder = Files.createDirectory(temporary.resolve("older"));
    assertThatThrownBy(() -> run(folder, settings(6, FAST, 1000), killed(4)))
        .isInstanceOf(IllegalStateException.class);
    Path newest = folder.resolve("checkpoint.bin");
    Path older = folder.resolve("checkpoint-previous.bin");
    byte[] bytes = Files.readAllBytes(newest);
    // On a slow disk not every step is saved.
    if (!Files.exists(older)) Files.write(older, bytes);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    Trained resumed = run(folder, settings(6, FAST, 1000), noting());
    assertThat(notes).anyMatch(note -> note.contains("checkpoint.bin: is damaged"));
    assertSame(resumed.weights(), whole.weights());
    for (String file : List.of("metrics.jsonl", "rollouts.jsonl"))
      assertThat(folder.resolve(file))
          .hasSameTextualContentAs(temporary.resolve("whole").resolve(file));
    // Killed between the two moves of a save: there is only the older one.
    Files.move(newest, older, StandardCopyOption.REPLACE_EXISTING);
    assertSame(run(folder, settings(6, FAST, 1000), noting()).weights(), whole.weights());
  }

  private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found).hasSameSizeAs(expected);
    expected.forEach((name, values) -> assertThat(found.get(name)).containsExactly(values));
  }

  private List<ReinforcementStep> free() throws IOException {
    train("free", settings(STEPS, FAST, 10_000));
    return steps(temporary.resolve("free"));
  }

  private static List<ReinforcementStep> steps(Path folder) {
    return JsonLines.read(folder.resolve("metrics.jsonl"), ReinforcementStep.class);
  }

  private static ReinforcementSettings settings(int steps, double learningRate, double mostKl) {
    return Fixture.settings(steps, 300, learningRate, mostKl);
  }

  private Trained train(String name, ReinforcementSettings settings) throws IOException {
    return run(Files.createDirectories(temporary.resolve(name)), settings, noting());
  }

  private Trained run(Path folder, ReinforcementSettings settings, Progress progress) {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        Decoder initialPolicy = policy.frozenCopy();
        var loop = Fixture.loop(settings, policy, initialPolicy, new AnswerScorer.Alone(scorer))) {
      ReinforcementOutcome outcome = loop.run(folder, progress);
      return new Trained(outcome, policy.trainedWeights());
    }
  }

  private Progress noting() {
    return killed(-1);
  }

  /// Fails once so many steps are done.
  private Progress killed(int at) {
    return new Progress() {
      @Override
      public void begin(String stage, String what, long total, String unit) {}

      @Override
      public void advance(long done) {
        if (done == at) throw new IllegalStateException("killed by the test");
      }

      @Override
      public void note(String sentence) {
        notes.add(sentence);
      }

      @Override
      public void end() {}
    };
  }
}
