package cai.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.cost.CostFixture;
import cai.cost.Phase;
import cai.cost.StageCost;
import cai.cost.Training;
import cai.cost.WrittenLines;
import cai.run.Remaining.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanTest {
  private static final StageCost PROMPTS =
      new StageCost("prompts", 21, "prompts", List.of(), 0, 0, List.of(), List.of());
  private static final StageCost CRITIQUE =
      new StageCost(
          "critique",
          10,
          "chains",
          List.of(Phase.sampling(17_700, 3_400), Phase.reading(250)),
          0,
          1_000_000_000,
          List.of(new WrittenLines("chains.journal", 10, 1)),
          List.of("Shots.json not found; 480 tokens are assumed"));
  private static final StageCost REINFORCEMENT =
      new StageCost(
          "reinforcement",
          82,
          "answers",
          List.of(
              Phase.sampling(1_230, 2_460),
              Phase.reading(4_500, 0.34),
              Phase.training(3_600, 1, new Training(0.34, 0))),
          0,
          2_800_000_000L,
          List.of(new WrittenLines("metrics.jsonl", 4, 1)),
          List.of("Shots.json not found; 480 tokens are assumed"));
  private static final List<StageCost> COSTS =
      List.of(
          PROMPTS, CRITIQUE, REINFORCEMENT, StageCost.withoutModel("report", 1, "page", List.of()));

  @TempDir private Path folder;

  private static Plan plan() {
    return Plan.of(
        COSTS,
        List.of(
            "the feedback model other/model is counted as if it were of the size of"
                + " smollm2-135m-instruct"),
        CostFixture.SPEED);
  }

  @Test
  void theTableFitsTheTerminal() {
    String table = plan().table();
    assertThat(table)
        .isEqualTo(
            """
            stage          items                   tokens in  tokens out   trained on    memory  time
            prompts        21 prompts                      -           -            -    0.6 GB  < 1 s
            critique       10 chains                  17,950       3,400            -    1.6 GB  70 s
            reinforcement  82 answers                  5,730       2,460        3,600    3.4 GB  54 s
            report         1 page                          -           -            -    0.6 GB  < 1 s
            whole run                                 23,680       5,860        3,600    3.4 GB  2 min
            note: Shots.json not found; 480 tokens are assumed
            note: the feedback model other/model is counted as if it were of the size of smollm2-135m-instruct
            """);
    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void ofABegunRunTheTableSaysWhatIsLeft() throws IOException {
    Files.writeString(folder.resolve("metrics.jsonl"), "{}\n");
    Map<String, Found> found =
        Map.of(
            "critique", new Found.Nothing(),
            "reinforcement", new Found.Begun(folder),
            "report", new Found.Nothing());
    Plan whole = plan();
    Plan left = whole.left(COSTS, stage -> found.getOrDefault(stage, new Found.Finished(null)));
    double critique = whole.rows().get(1).seconds();
    assertThat(left.seconds())
        .isCloseTo(critique + 0.75 * whole.rows().get(2).seconds(), within(1e-9));
    assertThat(left.table())
        .startsWith(
            """
            stage          items                   tokens in  tokens out   trained on    memory  time
            prompts        done                            -           -            -            -
            critique       10 chains                  17,950       3,400            -    1.6 GB  70 s
            reinforcement  62 answers left             4,298       1,845        2,700    3.4 GB  41 s
            report         1 page                          -           -            -    0.6 GB  < 1 s
            what is left                              22,248       5,245        2,700    3.4 GB  2 min
            """)
        .contains("note: of stages that are done again");
    Plan page =
        whole.left(
            COSTS,
            stage -> stage.equals("report") ? new Found.Nothing() : new Found.Finished(null));
    assertThat(page.notes()).isEqualTo(whole.notes());
    Plan sure = whole.left(COSTS, _ -> new Found.Begun(folder));
    assertThat(sure.notes()).isEqualTo(whole.notes());
  }
}
