package cai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.language.local.LocalModels;
import cai.provenance.BareIdentity;
import cai.provenance.StageRecord;
import cai.recipe.Installation;
import cai.run.Progress;
import cai.run.Run;
import cai.run.StageWord;
import cai.run.Verification;
import cai.transformer.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that finetune several times: for SL-CAI, and for the controls beside it.
final class InstancesTest {
  private static final Path SMOKE = Installation.home().resolve("recipes/smoke.yaml");

  @TempDir private Path folder;

  private static Recipe recipe(String... overrides) {
    var all =
        new ArrayList<>(
            List.of(
                "critique.rounds=2",
                "prompts.red-team-train=3",
                "critique.acceptance.enabled=false",
                "policies=[]"));
    all.addAll(List.of(overrides));
    return Recipe.read(SMOKE, all);
  }

  private Path run(StageWord last, Recipe recipe) {
    Path model = Installation.home().resolve("models/tiny-random");
    var models = LocalModels.of(recipe.model(), model, model, Arithmetic.FP32);
    var identity = BareIdentity.of("smoke.yaml", 1);
    Path path = folder.resolve("run");
    try (Run run = Run.open(path, identity, Progress.silent())) {
      new ConstitutionalAi(recipe, models).run(run.upTo(last));
    }
    return path;
  }

  private static byte[] weights(Path run, String stage) throws IOException {
    return Files.readAllBytes(run.resolve(stage).resolve("sl-cai/model.safetensors"));
  }

  private static long sequences(Path run, String stage) {
    return StageRecord.read(run.resolve(stage)).orElseThrow().items();
  }

  @Test
  void controlsAreInstancesOfFinetuningThatLearnSomethingElse() throws IOException {
    Path run = run(StageWord.FINETUNING, recipe("controls=[unrevised, helpful-only]"));
    byte[] revised = weights(run, "finetuning");
    byte[] unrevised = weights(run, "finetuning@unrevised");
    assertThat(unrevised).hasSameSizeAs(revised).isNotEqualTo(revised);
    assertThat(weights(run, "finetuning@helpful-only")).isNotEqualTo(unrevised);
    assertThat(sequences(run, "finetuning@unrevised")).isEqualTo(sequences(run, "finetuning"));
    assertThat(sequences(run, "finetuning@helpful-only"))
        .isPositive()
        .isLessThan(sequences(run, "finetuning"));
    assertThat(Verification.of(run).stages()).isEqualTo(6);
  }

  @Test
  void anotherControlLeavesAllThatIsTrainedAsItWas() throws IOException {
    Path run = run(StageWord.FINETUNING, recipe("controls=[]"));
    Path record = run.resolve("finetuning/stage.json");
    String before = Files.readString(record);
    assertThat(run.resolve("finetuning@unrevised")).doesNotExist();
    run(StageWord.FINETUNING, recipe("controls=[unrevised]"));
    assertThat(record).hasContent(before);
    assertThat(run.resolve("finetuning@unrevised/stage.json")).exists();
  }

  @Test
  void controlsAreEvaluatedAndReportedBesideSlCai() throws IOException {
    Path run =
        run(
            StageWord.REPORT,
            recipe(
                "controls=[unrevised, helpful-only]",
                "critique.rounds=1",
                "reinforcement.steps=1",
                "reinforcement.answers-per-step=4"));
    String summary = Files.readString(run.resolve("evaluation/summary.json"));
    assertThat(summary).contains("\"sl-cai@unrevised\"", "\"sl-cai@helpful-only\"");
    assertThat(run.resolve("report/index.html"))
        .content()
        .contains("SL-CAI (unrevised)", "SL-CAI (helpful only)")
        .contains("finetuning@helpful-only");
  }

  @Test
  void aControlThatIsNamedTwiceOrUnknownIsRefused() {
    assertThatThrownBy(() -> recipe("controls=[unrevised, unrevised]"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("controls names a control twice; name each once");
    assertThatThrownBy(() -> recipe("controls=[unreviced]"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unrevised")
        .hasMessageContaining("helpful-only");
  }
}
