package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.language.local.LocalModels;
import cai.provenance.BareIdentity;
import cai.recipe.Installation;
import cai.run.Progress;
import cai.run.Run;
import cai.run.StageWord;
import cai.transformer.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Stages of the smoke recipe with few items, small batches and few or many samples of each: none
/// of it stops a stage, and how the items fall into batches changes no artifact.
final class SmallBatchesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"2, 1, 5, always", "3, 2, 0, never"})
  void everyBatchSizeGivesTheSameCritiques(int candidates, int rounds, int shots, String leadIns)
      throws IOException {
    var found = new ArrayList<String>();
    for (int size : new int[] {1, 2}) {
      Path run =
          run(
              StageWord.CRITIQUE,
              "critique-" + size,
              "prompts.red-team-train=3",
              "prompts.helpful-train=1",
              "critique.batch-size=" + size,
              "critique.candidates=" + candidates,
              "critique.rounds=" + rounds,
              "critique.shots=" + shots,
              "critique.helpful-samples=" + (candidates - 2),
              "critique.lead-ins=" + leadIns);
      found.add(text(run, "critique/revisions.jsonl") + text(run, "critique/helpful.jsonl"));
    }
    assertThat(found).allMatch(found.getFirst()::equals);
    assertThat(found.getFirst().lines().filter(line -> line.contains("revision-chain"))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes-no-balanced", "multiple-choice", "chain-of-thought"})
  void everyBatchSizeGivesTheSameComparisons(String method) throws IOException {
    var found = new ArrayList<String>();
    for (int size : new int[] {1, 2}) {
      Path run =
          run(
              StageWord.FEEDBACK,
              "feedback",
              "prompts.red-team-train=2",
              "prompts.helpful-train=1",
              "prompts.look-alikes-train=1",
              "critique.rounds=1",
              "feedback.method=" + method,
              "feedback.reasoning-samples=3",
              "feedback.reasoning-tokens=6",
              "feedback.batch-size=" + size);
      // Of numbers the last digits may depend on what is computed beside.
      found.add(text(run, "feedback/comparisons.jsonl").replaceAll("(\\.\\d{4})\\d+", "$1"));
    }
    assertThat(found).allMatch(found.getFirst()::equals);
    assertThat(found.getFirst().lines()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRunOfTheFewestItemsEnds(int few) throws IOException {
    String[] settings =
        Stream.of(
                Stream.of(
                        "red-team-train", "helpful-train", "red-team-held-out", "helpful-held-out")
                    .map(key -> "prompts." + key + "=" + (key.contains("train") ? 3 : few)),
                Stream.of("critique", "finetuning", "feedback", "preference", "evaluation")
                    .map(stage -> stage + ".batch-size=" + few),
                Stream.of(
                    "critique.candidates=" + few,
                    "critique.helpful-samples=" + few,
                    "evaluation.samples=" + few,
                    "reinforcement.steps=" + few,
                    "reinforcement.answers-per-step=" + (few + 1),
                    "reinforcement.batch-size=" + few,
                    "reinforcement.epochs=1",
                    "preference.epochs=1",
                    // Groups of RLOO need several answers to a prompt.
                    "policies=[dpo, best-of-n, context-distillation]",
                    "context-distillation.shown=critique",
                    "direct-preference.batch-size=" + few,
                    "best-of-n.measured-prompts=" + few,
                    "context-distillation.flip-prompts=" + few,
                    "report.examples=" + few))
            .flatMap(part -> part)
            .toArray(String[]::new);
    Path run = run(StageWord.REPORT, "few", settings);
    assertThat(run.resolve("report/index.html")).isNotEmptyFile();
    assertThat(text(run, "evaluation/answers.jsonl").lines()).isNotEmpty();
  }

  private static String text(Path run, String file) throws IOException {
    return Files.readString(run.resolve(file));
  }

  private Path run(StageWord last, String name, String... overrides) {
    Path home = Installation.home();
    Recipe recipe = Recipe.read(home.resolve("recipes/smoke.yaml"), Arrays.asList(overrides));
    Path model = home.resolve("models/tiny-random");
    LocalModels models = LocalModels.of(recipe.model(), model, model, Arithmetic.FP32);
    var identity = BareIdentity.of("smoke.yaml", recipe.seed());
    try (Run run = Run.open(folder.resolve(name).resolve("run"), identity, Progress.silent())) {
      new ConstitutionalAi(recipe, models).run(run.upTo(last));
      return run.folder();
    }
  }
}
