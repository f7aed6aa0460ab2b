package cai.critique.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.acceptance.OwnResponses.Spread;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OwnResponsesTest {
  @Test
  void fewerThanEightSayNothing() {
    TextReading one = new TextReading(-1, -2, 9);
    assertThat(OwnResponses.of(Collections.nCopies(7, one))).isEmpty();
    assertThat(OwnResponses.of(Collections.nCopies(8, one)))
        .contains(new OwnResponses(new Spread(1, 0), new Spread(-2, 0)));
  }

  @Test
  void meanAndDeviationAreThoseOfTheTopicAndOfTheFluency() {
    // Topics 0, 2, 0, 2, ...: mean 1, deviation 1. Fluencies -3, -3, ...
    List<TextReading> readings =
        IntStream.range(0, 8).mapToObj(i -> new TextReading(-3 + 2 * (i % 2), -3, 5)).toList();
    OwnResponses own = OwnResponses.of(readings).orElseThrow();
    assertThat(own).isEqualTo(new OwnResponses(new Spread(1, 1), new Spread(-3, 0)));
    assertThat(own.topic().below(1.5)).isEqualTo(-0.5);
  }

  @Test
  void oneResponseMoreLeavesTheNumbersAsTheyWere() {
    // 54 topics about 0.62 with deviation about 0.3.
    List<TextReading> many =
        IntStream.range(0, 54)
            .mapToObj(i -> new TextReading(-2.4 + 0.3 * Math.sqrt(3) * (i % 9 - 4) / 4.5, -3, 5))
            .toList();
    OwnResponses before = OwnResponses.of(many.subList(0, 53)).orElseThrow();
    assertThat(OwnResponses.of(many)).contains(before);
    assertThat(before.topic().mean()).isEqualTo(0.6);
  }
}
