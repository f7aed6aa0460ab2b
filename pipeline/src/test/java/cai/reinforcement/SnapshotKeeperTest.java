package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.json.JsonLines;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.reinforcement.ReinforcementWork.AnswerScorer;
import cai.reinforcement.snapshots.PromptDivision;
import cai.reinforcement.snapshots.Snapshot;
import cai.run.Progress;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Policies on the way, and which of them is written.
class SnapshotKeeperTest {
  private static final int EVERY = 2;
  private static final int SET_ASIDE = 2; // a fourth of 5 prompts of each aim

  @TempDir Path temporary;

  private PreferenceScorer scorer = Fixture.scorer();

  private record Trained(ReinforcementOutcome outcome, Map<String, float[]> weights) {}

  @Test
  void thePolicyIsGaugedEveryFewStepsAndBehindTheLast() throws IOException {
    train("seven", 7);
    assertThat(snapshots("seven")).extracting(Snapshot::step).containsExactly(0, 2, 4, 6, 7);
    assertThat(snapshots("seven"))
        .allSatisfy(one -> {
          assertThat(one.answers()).isEqualTo(SET_ASIDE);
          assertThat(one.gauge())
              .isCloseTo(one.scaled() - 0.02 * one.kl() - one.degenerateShare(), within(1e-12));
        });
    assertThat(snapshots("seven").getFirst().kl()).isCloseTo(0, within(1e-3));
    assertThat(snapshots("seven").getLast().kl()).isNotCloseTo(0, within(1e-3));
  }

  @Test
  void nothingIsLearntFromPromptsThatAreSetAside() throws IOException {
    train("apart", 6);
    List<String> setAside =
        PromptDivision.of(Fixture.prompts(), settings(6).snapshots(), 0.5, Fixture.SEEDS)
            .setAside()
            .stream()
            .map(PromptItem::id)
            .toList();
    assertThat(setAside).hasSize(SET_ASIDE);
    assertThat(JsonLines.read(temporary.resolve("apart/rollouts.jsonl"), Rollout.class))
        .extracting(Rollout::prompt)
        .hasSizeGreaterThan(8)
        .doesNotContainAnyElementsOf(setAside);
  }

  // From the gauge behind step 4 on the preference model likes nothing any more.
  @Test
  void theBestSnapshotIsWhatIsWritten() throws IOException {
    int[] gauged = {0};
    PreferenceScorer good = Fixture.scorer();
    scorer =
        answered -> {
          double[] scores = good.score(answered);
          boolean gauge = answered.size() == SET_ASIDE;
          if (gauge && ++gauged[0] > 2) return new double[] {-50, -50};
          return scores;
        };
    Trained six = train("six", 6);
    assertThat(six.outcome().steps()).isEqualTo(2);
    assertThat(six.outcome().stopped()).isFalse();
    assertThat(six.outcome().sentence()).contains("RL-CAI is the snapshot behind step 2, the best");
    gauged[0] = 0;
    Trained two = train("two", 2);
    assertThat(two.outcome().steps()).isEqualTo(2);
    two.weights()
        .forEach((name, values) -> assertThat(six.weights().get(name)).containsExactly(values));
  }

  @Test
  void aPolicyWorseThanSlCaiIsSaidToBe() throws IOException {
    int[] gauged = {0};
    scorer =
        answered -> {
          double[] scores = new double[answered.size()];
          if (answered.size() == SET_ASIDE) Arrays.fill(scores, -10.0 * gauged[0]++);
          return scores;
        };
    Trained trained = train("worse", 4);
    assertThat(trained.outcome().steps()).isEqualTo(2);
    assertThat(trained.outcome().sentence()).endsWith("where none is better than SL-CAI");
  }

  // The gauge likes late policies, which the guard of the KL refuses.
  @Test
  void whereTheGuardEndsTrainingOnlyPoliciesInsideTheLimitAreSnapshots() throws IOException {
    String[] fast = {"learning-rate=0.05", "guards.most-kl=8"};
    Trained trained = train("guarded", 10, fast);
    assertThat(trained.outcome().stopped()).isTrue();
    List<Snapshot> snapshots = snapshots("guarded");
    assertThat(snapshots).extracting(Snapshot::step).contains(trained.outcome().steps());
    assertThat(snapshots.getLast().step()).isLessThan(10);
    assertThat(snapshots)
        .filteredOn(one -> one.step() == trained.outcome().steps())
        .allSatisfy(one -> assertThat(one.kl()).isLessThanOrEqualTo(8));
    assertThat(trained.outcome().sentence())
        .contains("the last policy inside the limits is the one behind step")
        .contains("RL-CAI is the snapshot behind step " + trained.outcome().steps());
  }

  private List<Snapshot> snapshots(String name) {
    return JsonLines.read(temporary.resolve(name).resolve("snapshots.jsonl"), Snapshot.class);
  }

  private static ReinforcementSettings settings(int steps, String... keys) {
    String[] all = Arrays.copyOf(keys, keys.length + 3);
    all[keys.length] = "steps=" + steps;
    all[keys.length + 1] = "snapshots.every=" + EVERY;
    all[keys.length + 2] = "snapshots.prompts=8";
    return Fixture.settings(all);
  }

  private Trained train(String name, int steps, String... keys) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name));
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        Decoder initialPolicy = policy.frozenCopy();
        var loop =
            Fixture.loop(
                settings(steps, keys), policy, initialPolicy, new AnswerScorer.Alone(scorer))) {
      ReinforcementOutcome outcome = loop.run(folder, Progress.silent());
      return new Trained(outcome, policy.trainedWeights());
    }
  }
}
