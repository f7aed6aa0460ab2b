package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.language.local.LocalModels;
import cai.provenance.BareIdentity;
import cai.provenance.RunIdentity;
import cai.recipe.Installation;
import cai.run.Progress;
import cai.run.Remaining;
import cai.run.Remaining.Found;
import cai.run.Run;
import cai.run.StageWord;
import cai.transformer.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run's folder says is left to do.
final class RemainingTest {
  private static final Path HOME = Installation.home();
  private static final LocalModels MODELS =
      LocalModels.of(
          recipe().model(),
          HOME.resolve("models/tiny-random"),
          HOME.resolve("models/tiny-random"),
          Arithmetic.FP32);

  @TempDir private Path folder;

  private static Recipe recipe(String... overrides) {
    var settings = new ArrayList<>(List.of("critique.rounds=1", "prompts.red-team-train=2"));
    settings.addAll(List.of(overrides));
    return Recipe.read(HOME.resolve("recipes/smoke.yaml"), settings);
  }

  private static final RunIdentity IDENTITY = BareIdentity.of("smoke.yaml", 1);

  private Remaining remaining(Recipe recipe) {
    var remaining = new Remaining(folder.resolve("run"), IDENTITY);
    new ConstitutionalAi(recipe, MODELS).run(remaining);
    return remaining;
  }

  @Test
  void stagesAreDoneBegunOrOpenAndNothingIsChangedByLooking() throws IOException {
    Recipe recipe = recipe();
    assertThat(remaining(recipe).isBegun()).isFalse();
    try (Run run = Run.open(folder.resolve("run"), IDENTITY, Progress.silent())) {
      new ConstitutionalAi(recipe, MODELS).run(run.upTo(StageWord.CRITIQUE));
    }
    Remaining left = remaining(recipe);
    assertThat(left.isDone(StageWord.CRITIQUE)).isTrue();
    assertThat(left.isDone(StageWord.FINETUNING)).isFalse();
    assertThat(left.of(StageWord.FINETUNING)).isInstanceOf(Found.Nothing.class);

    // Killed before its end.
    Path record = folder.resolve("run/critique/stage.json");
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
    Files.createDirectories(folder.resolve("run/.superseded"));
    Files.move(folder.resolve("run/critique"), folder.resolve("run/.superseded/critique-0"));
    assertThat(remaining(recipe).isDone(StageWord.CRITIQUE)).isTrue();
    assertThat(folder.resolve("run/critique")).doesNotExist();
  }
}
