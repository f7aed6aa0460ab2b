package cai.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0.2, < 1 s",
    "0.96, 1 s",
    "45.4, 45 s",
    "99.6, 2 min",
    "750, 13 min",
    "3599, 1 h 00 min",
    "7500, 2 h 05 min",
    "259200, 3.0 days",
    "7889400, 3 months",
    "31557600, about a year",
    "126230400, about 4 years",
    "63115200000, 'about 2,000 years'"
  })
  void durationsAreInUnitsAPersonUses(double seconds, String text) {
    assertThat(Quantity.duration(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999999, '999,999'",
    "1000000, 1.0 M",
    "999949999, 999.9 M",
    "1283569000, 1.28 bn"
  })
  void largeCountsAreRounded(long count, String text) {
    assertThat(Quantity.count(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"600000000, 0.6 GB", "208000000000, 208.0 GB"})
  void memoryIsInGigabytes(long bytes, String text) {
    assertThat(Quantity.memory(bytes)).isEqualTo(text);
  }
}
