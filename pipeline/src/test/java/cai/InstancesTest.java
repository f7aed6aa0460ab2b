package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.RevisionChain;
import cai.finetuning.FinetuningStage;
import cai.language.local.LocalModels;
import cai.provenance.RunIdentity;
import cai.recipe.Installation;
import cai.run.Artifact;
import cai.run.Making;
import cai.run.Progress;
import cai.run.Run;
import cai.run.Stage;
import cai.run.StageWord;
import cai.run.Verification;
import cai.transformer.Arithmetic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that finetunes twice: on the revisions, and on the responses before their revision.
final class InstancesTest {
  @TempDir private Path folder;

  /// Makes what the method asks for, and a control beside SL-CAI.
  private record WithControl(Making making) implements Making {
    @Override
    public <O> O make(String variant, Stage<O> stage) {
      if (stage
          instanceof
          FinetuningStage(var settings, var saveAs, var helpful, var chains, var samples))
        making.make(
            "unrevised",
            new FinetuningStage(
                settings,
                saveAs,
                helpful,
                chains.view("responses only", WithControl::unrevised),
                samples));
      return making.make(variant, stage);
    }

    private static List<RevisionChain> unrevised(List<RevisionChain> chains) {
      return chains.stream().map(RevisionChain::unrevised).toList();
    }

    @Override
    public List<Artifact<Path>> everything() {
      return making.everything();
    }
  }

  @Test
  void finetuningOnTheResponsesThemselvesIsAnotherInstanceOfTheStage() throws Exception {
    Path home = Installation.home();
    Recipe recipe =
        Recipe.read(
            home.resolve("recipes/smoke.yaml"),
            List.of("critique.rounds=1", "prompts.red-team-train=3"));
    Path model = home.resolve("models/tiny-random");
    var models = LocalModels.of(recipe.model(), model, model, Arithmetic.FP32);
    var identity =
        new RunIdentity(
            "smoke.yaml", "", List.of(), "", 1, Map.of(), Map.of(), Map.of(), Optional.empty());
    Path path = folder.resolve("run");
    try (Run run = Run.open(path, identity, Progress.silent())) {
      new ConstitutionalAi(recipe, models).run(new WithControl(run.upTo(StageWord.FINETUNING)));
    }
    byte[] revised = Files.readAllBytes(path.resolve("finetuning/sl-cai/model.safetensors"));
    byte[] unrevised =
        Files.readAllBytes(path.resolve("finetuning@unrevised/sl-cai/model.safetensors"));
    assertThat(unrevised).hasSameSizeAs(revised).isNotEqualTo(revised);
    assertThat(path.resolve("finetuning@unrevised/stage.json"))
        .content()
        .contains("responses only");
    assertThat(Verification.of(path).stages()).isEqualTo(5);
  }
}
