package cai.preference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void sameSideIsOneOtherSideZeroAndUndecidedOneHalf() {
    assertThat(Agreement.of(0.6, 2)).isEqualTo(1);
    assertThat(Agreement.of(0.1, -0.001)).isEqualTo(1);
    assertThat(Agreement.of(0.6, -2)).isEqualTo(0);
    assertThat(Agreement.of(0.5, 3)).isEqualTo(0.5);
    assertThat(Agreement.of(1, 0)).isEqualTo(0.5);
  }
}
