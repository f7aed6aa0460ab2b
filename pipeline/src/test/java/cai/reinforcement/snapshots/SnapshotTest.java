package cai.reinforcement.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static Snapshot snapshot(int step, double scaled, double kl) {
    return Snapshot.of(step, 8, new Snapshot.GaugeNumbers(0, scaled, kl, 0), 0.5);
  }

  @Test
  void theGaugeIsTheScoreLessPenaltyAndDegenerateShare() {
    // 1.5 - 0.05 * 4 - 0.25.
    var numbers = new Snapshot.GaugeNumbers(7, 1.5, 4, 0.25);
    assertThat(Snapshot.of(3, 8, numbers, 0.05).gauge()).isCloseTo(1.05, within(1e-12));
  }

  @Test
  void theHighestGaugeInsideTheLimitIsTaken() {
    // Gauges 9 (SL-CAI), 1, 2.5, 2.5, 8 (outside the limit of 5 nats).
    var all =
        List.of(
            snapshot(0, 9, 0),
            snapshot(4, 1.5, 1),
            snapshot(8, 3.5, 2),
            snapshot(12, 4, 3),
            snapshot(16, 11, 6));
    assertThat(Snapshot.best(all, 5)).contains(all.get(2));
    assertThat(Snapshot.best(all, 6)).contains(all.get(4));
    assertThat(Snapshot.best(all.subList(0, 1), 5)).isEmpty();
    assertThat(Snapshot.best(List.of(), 5)).isEmpty();
  }
}
