package cai.report.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.errors.UserError;
import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.PooledTable;
import cai.report.ReportSettings;
import cai.statistics.Shares;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs with different seeds put together.
final class PooledRunsTest {
  private static final Pairing STEP = new Pairing(Contender.HELPFUL, Contender.SL_CAI);

  @TempDir private Path runs;

  /// Runs whose SL-CAI declines so many of 40 red-team prompts.
  private List<Path> runs(int... declined) throws IOException {
    var folders = new ArrayList<Path>();
    for (int i = 0; i < declined.length; i++) {
      Path run = runs.resolve("run-seed-" + (i + 1));
      new AnswerLines()
          .with("initial", Aim.HARMLESSNESS, 40, 2, 50)
          .with("sl-cai", Aim.HARMLESSNESS, 40, declined[i], 30 + i)
          .write(run, i + 1, "seed: " + (i + 1) + "\nfinetuning:\n  epochs: 2\n");
      folders.add(run);
    }
    return folders;
  }

  private static PooledDifference declines(List<Path> folders) {
    return PooledRuns.read(folders)
        .difference(PromptGroup.RED_TEAM, AnswerMeasure.REFUSAL, STEP)
        .orElseThrow();
  }

  @Test
  void theDifferenceIsTheMeanOfTheRunsWithAnIntervalOverBothPromptsAndSeeds() throws IOException {
    PooledDifference pooled = declines(runs(22, 24, 26));
    assertThat(pooled.before()).isCloseTo(0.05, within(1e-12));
    assertThat(pooled.after()).isCloseTo(0.6, within(1e-12));
    assertThat(pooled.changes()).hasSize(3);
    assertThat(pooled.changes().get(0)).isCloseTo(0.5, within(1e-12));
    assertThat(pooled.change().mean()).isCloseTo(0.55, within(1e-12));
    assertThat(pooled.change().n()).isEqualTo(40);
    assertThat(pooled.change().low()).isBetween(0.3, 0.45);
    assertThat(pooled.p()).isLessThan(0.001);
    // Seeds that disagree make it wider.
    assertThat(declines(runs(6, 24, 40)).change().low()).isLessThan(pooled.change().low() - 0.1);
  }

  @Test
  void whereNothingEverDeclinesTheIntervalIsStillThatOfTheShares() throws IOException {
    PooledDifference pooled = declines(runs(2, 2, 2));
    double[] same = new double[40];
    same[0] = 1;
    same[1] = 1;
    assertThat(pooled.change().high()).isEqualTo(Shares.difference(same, same, 1).high());
    assertThat(pooled.p()).isEqualTo(1);
  }

  @Test
  void theTableHasEachRunAndAllOfThemInOneLine() throws IOException {
    String table = PooledTable.of(runs(22, 24, 26), ReportSettings.defaults());
    assertThat(table)
        .startsWith("run-seed-1, run-seed-2, run-seed-3: ")
        .contains("SL-CAI against the initial model, 40 red-team prompts\n")
        .containsPattern("seed 1 +seed 2 +seed 3 +all +interval +p\n")
        .containsPattern(
            "Share of refusals +5 %, 60 % +\\+50 +\\+55 +\\+60 +\\+55 +\\[\\+\\d\\d, \\+\\d\\d\\]"
                + " +<.001  better\n")
        .containsPattern("Words +50.0, 31.0 +-20.0 +-19.0 +-18.0 +-19.0 ");
    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
    assertThat(PooledTable.of(runs(22, 24, 26, 22, 24), ReportSettings.defaults()))
        .contains("of 5 seeds")
        .contains("+50 to +60");
  }

  @Test
  void runsThatCannotBePooledAreRefusedAndThoseThatDifferAreNamed() throws IOException {
    List<Path> two = runs(22, 24);
    assertThatThrownBy(() -> PooledRuns.read(two.subList(0, 1)))
        .isInstanceOf(UserError.class)
        .hasMessage("one run has nothing to be compared with; name at least two");
    assertThatThrownBy(() -> PooledRuns.read(List.of(two.get(0), two.get(0))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("both have seed=1");
    assertThatThrownBy(() -> PooledRuns.read(List.of(two.get(0), runs.resolve("nix"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nix: is no run");
    Path empty = runs.resolve("empty");
    new AnswerLines().write(empty, 7, "");
    assertThatThrownBy(() -> PooledRuns.read(List.of(two.get(0), empty)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has compared no models yet");
    Path other = runs.resolve("other");
    new AnswerLines()
        .with("initial", Aim.HARMLESSNESS, 40, 2, 50)
        .with("sl-cai", Aim.HARMLESSNESS, 40, 20, 50)
        .write(other, 9, "seed: 9\nfinetuning:\n  epochs: 3\n");
    assertThat(PooledRuns.read(two).notes()).isEmpty();
    assertThat(PooledRuns.read(List.of(two.get(0), other)).notes())
        .containsExactly("other is not run-seed-1 with another seed: it has epochs: 3");
  }
}
