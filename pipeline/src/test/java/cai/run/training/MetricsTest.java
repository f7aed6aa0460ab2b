package cai.run.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {
  record Step(String format, long step, double loss) {}

  @TempDir Path folder;

  private Metrics<Step> open() {
    return Metrics.open(folder.resolve("metrics.jsonl"), Step.class, Step::step);
  }

  private static Step step(long step) {
    return new Step("step/1", step, 1.0 / step);
  }

  @Test
  void goesOnFromAnOlderCheckpoint() throws IOException {
    try (Metrics<Step> metrics = open()) {
      for (int i = 1; i <= 6; i++) metrics.append(step(i));
    }
    String whole = Files.readString(folder.resolve("metrics.jsonl"));
    try (Metrics<Step> metrics = open()) {
      assertThat(metrics.lastStep()).hasValue(6);
      metrics.truncateAfter(4);
      assertThat(metrics.entries()).containsExactly(step(1), step(2), step(3), step(4));
      metrics.append(step(5));
      metrics.append(step(6));
    }
    assertThat(folder.resolve("metrics.jsonl")).hasContent(whole);
  }

  @Test
  void aCheckpointBeforeTheFirstStepDropsAll() {
    try (Metrics<Step> metrics = open()) {
      metrics.append(step(1));
      metrics.truncateAfter(0);
      assertThat(metrics.entries()).isEmpty();
      assertThat(metrics.lastStep()).isEmpty();
    }
  }

  @Test
  void aCheckpointAheadOfTheLastLineDropsNothing() {
    try (Metrics<Step> metrics = open()) {
      metrics.append(step(3));
      metrics.truncateAfter(8);
      assertThat(metrics.entries()).hasSize(1);
    }
  }

  @Test
  void stepsGrow() {
    try (Metrics<Step> metrics = open()) {
      metrics.append(step(2));
      assertThatThrownBy(() -> metrics.append(step(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("step 2 follows step 2");
    }
  }
}
