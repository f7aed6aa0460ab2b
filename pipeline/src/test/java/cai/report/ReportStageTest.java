package cai.report;

import static org.assertj.core.api.Assertions.assertThat;

import cai.provenance.RunIdentity;
import cai.provenance.StageRecord;
import cai.run.Progress;
import cai.run.Remaining;
import cai.run.Run;
import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the report of a run is written again.
final class ReportStageTest {
  @TempDir private Path runs;

  private static RunIdentity identity(String batchSize, String... overrides) {
    String settings = "feedback:\n  batch-size: " + batchSize + "\n";
    return new RunIdentity(
        "r.yaml",
        "seed: 1\n",
        List.of(overrides),
        settings,
        1,
        Map.of("model", "ab12"),
        Map.of("jackson", "3"),
        Map.of(),
        Optional.empty(),
        List.of());
  }

  private String report(String name, RunIdentity identity) throws IOException {
    try (Run run = Run.open(runs.resolve(name), identity, Progress.silent())) {
      Path page = run.make(new ReportStage(ReportSettings.defaults(), run.everything())).path();
      return Files.readString(page);
    }
  }

  private boolean isDone(String name, RunIdentity identity) {
    var remaining = new Remaining(runs.resolve(name), identity);
    remaining.make(new ReportStage(ReportSettings.defaults(), remaining.everything()));
    return remaining.of(StageWord.REPORT) instanceof Remaining.Found.Finished;
  }

  @Test
  void settingsThatChangeNoOutputAreShownAllTheSame() throws IOException {
    assertThat(report("a", identity("8"))).contains("batch-size: 8").doesNotContain("command line");
    RunIdentity changed = identity("3", "feedback.batch-size=3");
    assertThat(isDone("a", identity("8"))).isTrue();
    assertThat(isDone("a", changed)).isFalse();
    assertThat(report("a", changed))
        .contains("batch-size: 3")
        .contains("the command line changed feedback.batch-size=3.");
    assertThat(isDone("a", changed)).isTrue();
  }

  @Test
  void aRunThatSaysTheSameAsBeforeIsNotReportedAgain() throws IOException {
    report("a", identity("8"));
    Path record = runs.resolve("a/report/stage.json");
    String before = Files.readString(record);
    report("a", identity("8"));
    assertThat(record).hasContent(before);
  }

  @Test
  void aRunThatWasRenamedHasItsNewNameAtTheTop() throws IOException {
    assertThat(report("a", identity("8"))).contains("<h1 dir=\"auto\">a</h1>");
    Files.move(runs.resolve("a"), runs.resolve("b"));
    assertThat(report("b", identity("8"))).contains("<h1 dir=\"auto\">b</h1>");
  }

  @Test
  void noSecretIsInTheKey() throws IOException {
    report("a", identity("8", "model.name=https://me:secretword@example.org/m"));
    assertThat(StageRecord.read(runs.resolve("a/report")).orElseThrow().keyParts().toString())
        .doesNotContain("secretword");
  }
}
