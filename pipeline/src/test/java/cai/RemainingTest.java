package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.recipe.Installation;
import cai.run.Progress;
import cai.run.Run;
import cai.run.RunLook.Found;
import cai.run.StageWord;
import cai.transformer.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run's folder says is left to do.
final class RemainingTest {
  private static final Path HOME = Installation.home();
  private static final Models MODELS =
      Models.of(
          HOME.resolve("models/tiny-random"), HOME.resolve("models/tiny-random"), Arithmetic.FP32);

  @TempDir private Path folder;

  private static Recipe recipe(String... overrides) {
    var settings = new ArrayList<>(List.of("critique.rounds=1", "prompts.red-team-train=2"));
    settings.addAll(List.of(overrides));
    return Recipe.read(HOME.resolve("recipes/smoke.yaml"), settings);
  }

  private static final Run.Identity IDENTITY =
      new Run.Identity(
          "smoke.yaml", "", List.of(), "", 1, Map.of(), Map.of(), Map.of(), Optional.empty());

  private Remaining remaining(Recipe recipe) {
    return Remaining.of(recipe, MODELS, folder, IDENTITY);
  }

  @Test
  void stagesAreDoneBegunOrOpenAndNothingIsChangedByLooking() throws IOException {
    Recipe recipe = recipe();
    assertThat(remaining(recipe).isBegun()).isFalse();
    try (Run run = Run.open(folder, IDENTITY, Progress.silent())) {
      new ConstitutionalAi(recipe, MODELS, run, StageWord.CRITIQUE).run();
    }
    Remaining left = remaining(recipe);
    assertThat(left.isDone(StageWord.CRITIQUE)).isTrue();
    assertThat(left.isDone(StageWord.FINETUNING)).isFalse();
    assertThat(left.of(StageWord.FINETUNING)).isInstanceOf(Found.Nothing.class);

    // Killed before its end.
    Path record = folder.resolve("critique/stage.json");
    String finished = Files.readString(record);
    Files.writeString(record, finished.replace("\"finished\"", "\"started\""));
    assertThat(remaining(recipe).of(StageWord.CRITIQUE)).isInstanceOf(Found.Begun.class);
    assertThat(remaining(recipe).of(StageWord.PROMPTS)).isInstanceOf(Found.Finished.class);
    Files.writeString(record, finished);

    // Another setting of one stage; one that none of them reads.
    assertThat(remaining(recipe("critique.temperature=1")).of(StageWord.CRITIQUE))
        .isInstanceOf(Found.Nothing.class);
    assertThat(
            remaining(recipe("evaluation.samples=3", "feedback.shots=0"))
                .isDone(StageWord.CRITIQUE))
        .isTrue();

    // A stage behind one that is to be made again is open until that one's outputs are known.
    Remaining other = remaining(recipe("prompts.red-team-train=3"));
    assertThat(other.of(StageWord.CONSTITUTION)).isInstanceOf(Found.Finished.class);
    assertThat(other.of(StageWord.PROMPTS)).isInstanceOf(Found.Nothing.class);
    assertThat(other.of(StageWord.CRITIQUE)).isInstanceOf(Found.Nothing.class);

    // Put aside counts as done: it comes back.
    Files.createDirectories(folder.resolve(".superseded"));
    Files.move(folder.resolve("critique"), folder.resolve(".superseded/critique-0"));
    assertThat(remaining(recipe).isDone(StageWord.CRITIQUE)).isTrue();
    assertThat(folder.resolve("critique")).doesNotExist();
  }
}
