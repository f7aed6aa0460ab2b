package cai.report;

import static org.assertj.core.api.Assertions.assertThat;

import cai.json.Json;
import cai.reinforcement.ReinforcementOutcome;
import cai.reinforcement.ReinforcementStep;
import cai.reinforcement.snapshots.Snapshot;
import cai.run.training.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReinforcementSectionTest {
  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void writeRun() throws IOException {
    run = folder.resolve("runs/quickstart");
    RunFixture.write(run);
  }

  private String report() throws IOException {
    return RunFixture.report(run);
  }

  @Test
  void saysThatAGuardEndedReinforcement() throws IOException {
    String sentence = "stopped after step 3 of 24: the policy is 23.4 nats away";
    lines("reinforcement/metrics.jsonl", List.of(step(1, 0), step(2, 4.1), step(3, 23.4)));
    lines(
        "reinforcement/outcome.json",
        List.of(
            new ReinforcementOutcome(
                ReinforcementOutcome.FORMAT, 3, true, sentence, Optional.empty(), 0)));
    assertThat(report()).contains("A guard ended the training. It " + sentence + ".");
  }

  @Test
  void saysThatReinforcementHasNotFinished() throws IOException {
    lines("reinforcement/metrics.jsonl", List.of(step(1, 0), step(2, 4.1)));
    assertThat(report()).contains("The training has not finished: 2 of 24 steps are there.");
  }

  @Test
  void saysThatNoReinforcementWasAskedFor() throws IOException {
    Path manifest = run.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("steps: 24", "steps: 0"));
    Files.writeString(run.resolve("reinforcement/metrics.jsonl"), "");
    assertThat(report()).contains("RL-CAI is SL-CAI unchanged");
  }

  @Test
  void showsTheGaugeOfSnapshotsAndWhichWasTaken() throws IOException {
    String sentence = "all 24 steps were made; RL-CAI is the snapshot behind step 8";
    lines("reinforcement/snapshots.jsonl", List.of(snapshot(0, 0.1), snapshot(8, 0.6)));
    lines(
        "reinforcement/outcome.json",
        List.of(
            new ReinforcementOutcome(
                ReinforcementOutcome.FORMAT, 8, false, sentence, Optional.of(1.0), 0)));
    assertThat(report())
        .contains("In the end " + sentence + ".")
        .contains("Gauge of snapshots on prompts set aside")
        .contains("on 16 prompts that were not learnt from. Step 0 is SL-CAI");
    // Score less 0.1 times the KL of 1 and less a share of 0.25.
    assertThat(run.resolve("report/figures/reinforcement-gauge.csv"))
        .content()
        .contains("gauge,8.0,,0.25,0.25,0.25")
        .contains("score on its scale,8.0,,0.6,0.6,0.6");
  }

  @Test
  void saysWhenTrainingWentBack() throws IOException {
    lines(
        "reinforcement/rollbacks.jsonl",
        List.of(new Rollback(Rollback.FORMAT, 5, "the policy is too far away", 3, 1e-5)));
    assertThat(report())
        .contains(
            "At step 5 training went back to the policy behind step 3, because the policy is too"
                + " far away; from there it learnt at a rate of 1.0E-5.");
  }

  @Test
  void withoutAValueHeadNoLossOfOneIsDrawnAndEqualGroupsAreCounted() throws IOException {
    assertThat(report()).contains("Value loss").doesNotContain("compared within groups");
    lines(
        "reinforcement/metrics.jsonl",
        List.of(
            step(1, 0, Optional.empty(), Optional.of(2)),
            step(2, 1, Optional.empty(), Optional.of(1))));
    assertThat(report())
        .doesNotContain("Value loss")
        .contains("so that nothing was learnt from them: 3.");
  }

  @Test
  void readsStepsOfTheFirstFormat() throws IOException {
    Files.writeString(
        run.resolve("reinforcement/metrics.jsonl"),
        """
        {"format":"reinforcement-step/1","step":1,"score":-0.24,"reward":-0.30,"klPerToken":0.0,\
        "kl":0.0,"entropy":2.06,"policyLoss":-0.01,"valueLoss":0.25,"clipFraction":0.016,\
        "maxRatio":1.0,"length":42.6,"endOfTextShare":0.72,"repetition":0.09,\
        "klCoefficient":0.05,"learningRate":1.0E-5}
        """);
    report();
    assertThat(run.resolve("report/figures/reinforcement-value-loss.csv"))
        .content()
        .contains("value loss,1.0,,0.25");
  }

  /// @param scaled mean score; the KL is 1 nat, a fourth of the answers is degenerate
  private static Snapshot snapshot(int step, double scaled) {
    return Snapshot.of(step, 16, new Snapshot.GaugeNumbers(0, scaled, 1, 0.25), 0.1);
  }

  private static ReinforcementStep step(int number, double kl) {
    return step(number, kl, Optional.of(0.0), Optional.empty());
  }

  private static ReinforcementStep step(
      int number, double kl, Optional<Double> valueLoss, Optional<Integer> equalGroups) {
    return new ReinforcementStep(
        ReinforcementStep.FORMAT,
        number,
        0,
        0,
        kl / 40,
        kl,
        2,
        0,
        valueLoss,
        0,
        1,
        40,
        1,
        0,
        0.1,
        1e-5,
        Optional.of(0.5),
        equalGroups,
        Optional.empty());
  }

  private void lines(String file, List<?> values) throws IOException {
    Files.writeString(
        run.resolve(file),
        values.stream().map(Json::line).collect(Collectors.joining("\n", "", "\n")));
  }
}
