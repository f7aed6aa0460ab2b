package cai.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StageCostTest {
  @TempDir private Path folder;

  @Test
  void linesInItsFilesTellHowMuchIsDone() throws IOException {
    var cost =
        new StageCost(
            "critique",
            10,
            "chains",
            List.of(),
            0,
            0,
            List.of(new WrittenLines("a.journal", 10, 1), new WrittenLines("b.journal", 10, 3)),
            List.of());
    assertThat(cost.done(folder)).isZero();
    Files.writeString(folder.resolve("a.journal"), "x\n".repeat(10));
    Files.writeString(folder.resolve("b.journal"), "x\n".repeat(5));
    assertThat(cost.done(folder)).isCloseTo((10 + 3 * 5) / 40.0, within(1e-12));
    // More lines than were expected are no more than the whole.
    Files.writeString(folder.resolve("b.journal"), "x\n".repeat(50));
    assertThat(cost.done(folder)).isEqualTo(1);
    assertThat(StageCost.withoutModel("report", 1, "page", List.of()).done(folder)).isZero();
  }

  @Test
  void itsTimeIsThatOfItsPhasesAndOfItsOtherWork() {
    var phases = List.of(Phase.sampling(500, 100), Phase.reading(1000, 0.5));
    var cost = new StageCost("some", 1, "items", phases, 4, 0, List.of(), List.of());
    assertThat(cost.tokens(Phase::tokensIn)).isEqualTo(1500);
    assertThat(cost.seconds(CostFixture.SPEED)).isCloseTo(1 + 1 + 1 + 4, within(1e-9));
  }

  @Test
  void fewerTextsHaveFewerTokens() {
    var texts = CountedTexts.of(10, 30).plus(CountedTexts.of(5, 60));
    assertThat(texts).isEqualTo(new CountedTexts(15, 600));
    assertThat(texts.atMost(20)).isEqualTo(texts);
    assertThat(texts.atMost(3)).isEqualTo(new CountedTexts(3, 120));
    assertThat(CountedTexts.of(0, 30).atMost(3)).isEqualTo(new CountedTexts(0, 0));
  }

  @Test
  void aFileThatIsNotHereHasTheAssumedLength() {
    Length length =
        CostFixture.MODEL.length(folder.resolve("Shots.json"), 480, _ -> "never rendered");
    assertThat(length.tokens()).isEqualTo(480);
    assertThat(Length.assumptions(Length.of(3), length))
        .containsExactly("Shots.json not found; 480 tokens are assumed");
  }

  @Test
  void aSpeedOfNothingIsRefused() {
    assertThatThrownBy(() -> new MachineSpeed(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefill=0.0");
    assertThatThrownBy(() -> new MachineSpeed(1, 1, Double.NaN, 1))
        .hasMessageContaining("training=NaN");
    assertThatThrownBy(() -> new MachineSpeed(1, 1, 1, 0)).hasMessageContaining("training work=0");
  }
}
