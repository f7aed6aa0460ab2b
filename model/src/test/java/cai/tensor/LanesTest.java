package cai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LanesTest {
  @Test
  void eachTaskIsDoneOnceAndFindsOneThreadPerOperation() {
    int before = torch.get_num_threads();
    var done = new AtomicIntegerArray(50);
    Lanes.each(
        50,
        task -> {
          assertThat(torch.get_num_threads()).isEqualTo(1);
          done.incrementAndGet(task);
        });
    for (int i = 0; i < 50; i++) assertThat(done.get(i)).isEqualTo(1);
    assertThat(torch.get_num_threads()).isEqualTo(before);
  }

  @Test
  void aFailureComesOutAndTheNextWorkGoesOn() {
    assertThatThrownBy(() -> Lanes.each(4, LanesTest::fail)).hasMessage("task");
    Lanes.each(2, _ -> {});
  }

  @Test
  void lanesThatMeetSeeWhatTheOthersWrote() {
    int lanes = Lanes.count();
    int rounds = 2_000;
    var written = new long[lanes];
    var wrong = new AtomicIntegerArray(lanes);
    Lanes.together(
        lanes,
        (lane, others) -> {
          for (int round = 1; round <= rounds; round++) {
            written[lane] = round;
            others.await();
            for (long one : written) if (one != round) wrong.incrementAndGet(lane);
            others.await();
          }
        });
    for (int lane = 0; lane < lanes; lane++) assertThat(wrong.get(lane)).isZero();
  }

  @Test
  void aLaneThatFailsDoesNotLeaveTheOthersWaiting() {
    int lanes = Lanes.count();
    assertThatThrownBy(() ->
            Lanes.together(
                lanes,
                (lane, others) -> {
                  if (lane == lanes - 1) fail(lane);
                  others.await();
                }))
        .hasMessage("task");
    Lanes.together(lanes, (_, others) -> others.await());
    assertThatThrownBy(() -> Lanes.together(lanes + 1, (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalPartsLieBesideEachOther() {
    assertThat(Lanes.begin(561, 0, 2)).isZero();
    assertThat(Lanes.begin(561, 1, 2)).isEqualTo(280);
    assertThat(Lanes.begin(561, 2, 2)).isEqualTo(561);
    assertThat(Lanes.begin(2, 1, 3)).isZero(); // fewer than parts: the first stays empty
    assertThat(Lanes.begin(Integer.MAX_VALUE, 4, 4)).isEqualTo(Integer.MAX_VALUE);
  }

  private static void fail(int task) {
    throw new IllegalStateException("task");
  }
}
