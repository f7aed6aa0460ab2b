package cai.run.training;

import static org.assertj.core.api.Assertions.assertThat;

import cai.run.Seeds;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffledRoundsTest {
  private final ShuffledRounds rounds = new ShuffledRounds(new Seeds(1), "finetuning", "epoch", 7);

  @Test
  void theBatchesOfARoundHoldEveryItemOnceAndTheLastIsSmaller() {
    assertThat(rounds.batches(3)).isEqualTo(3);
    for (int round = 0; round < 2; round++) {
      int first = 3 * round;
      assertThat(rounds.batch(first + 2, 3)).hasSize(1);
      int[] all =
          IntStream.range(first, first + 3)
              .flatMap(number -> IntStream.of(rounds.batch(number, 3)))
              .toArray();
      assertThat(all).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
      for (int place = 0; place < 7; place++)
        assertThat(all[place]).isEqualTo(rounds.at(round, place));
    }
  }

  @Test
  void everyRoundHasAnOrderOfItsOwn() {
    assertThat(rounds.batch(0, 7)).isNotEqualTo(rounds.batch(1, 7));
  }

  @Test
  void aBatchMayBeLargerThanARound() {
    assertThat(rounds.batches(10)).isEqualTo(1);
    assertThat(rounds.batch(3, 10)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
  }
}
