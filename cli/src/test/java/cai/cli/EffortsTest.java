package cai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.Recipe;
import cai.Stage;
import cai.transformer.ModelConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Plans against hand-computed amounts.
final class EffortsTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(10, 8, 2, 1, 4, 16, 100, 64, 1e-5, 1e4, Optional.empty(), true);

  @Test
  void aTokenCostsItsLayersAndATrainedOneTheWayBackToo() {
    var pace = new Pace(1, 2, 3);
    assertThat(Effort.texts(1, 5, 0).seconds(CONFIG, pace)).isEqualTo(5 * 10);
    assertThat(Effort.texts(1, 0, 5).seconds(CONFIG, pace)).isEqualTo(5 * (2 * 10 + 3));
    assertThat(new Effort(1, 0, 0, 4, 0.5, 1).seconds(CONFIG, pace))
        .isCloseTo(4 * (10 + 2.5 * 5 + 9), within(1e-9));
    assertThat(new Effort(1, 4, 0, 0, 0, 0.5).seconds(CONFIG, pace)).isEqualTo(4 * 5);
  }

  @Test
  void aRecipesAmountsAreItsNumbersMultiplied() {
    var efforts =
        new Efforts(
            recipe(
                "critique.rounds=2",
                "critique.candidates=1",
                "critique.lead-ins=never",
                "critique.response-tokens=10",
                "critique.critique-tokens=20",
                "critique.revision-tokens=30",
                "critique.helpful-samples=2",
                "finetuning.held-out-share=0",
                "finetuning.epochs=3",
                "reinforcement.steps=4",
                "reinforcement.answers-per-step=6",
                "reinforcement.answer-tokens=7"),
            new Workload(5, 3, 2, 40, true));
    Effort critique = efforts.of(Stage.CRITIQUE);
    assertThat(critique.items()).isEqualTo(5 + 3 * 2);
    assertThat(critique.written()).isEqualTo(5 * (10 + 2 * (20 + 30)) + 6 * 10);
    Effort finetuning = efforts.of(Stage.FINETUNING);
    assertThat(finetuning.items()).isEqualTo(5 * 2 + 3 * 2);
    assertThat(finetuning.trained()).isEqualTo(16 * (40 + 30) * 3);
    assertThat(efforts.of(Stage.REINFORCEMENT).written()).isEqualTo(4 * 6 * 7);
  }

  @Test
  void librariesAreKnownByTheirJars() {
    assertThat(
            Libraries.versions(
                "/a/pytorch-2.10.0-1.5.13.jar:/a/pytorch-2.10.0-1.5.13-linux-x86_64.jar"
                    + ":/a/tokenizers-0.38.0.jar:/a/other-1.jar:"))
        .isEqualTo(Map.of("pytorch", "2.10.0-1.5.13", "tokenizers", "0.38.0"));
  }

  private static Recipe recipe(String... overrides) {
    return Recipe.read(Typed.INSTALLATION.resolve("recipes/smoke.yaml"), List.of(overrides));
  }
}
