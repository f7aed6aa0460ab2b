package cai.transformer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelConfigTest {
  @Test
  void headsThatDoNotShareKeysEvenlyAreRefused() {
    assertThatThrownBy(
            () -> new ModelConfig(1, 8, 3, 2, 2, 8, 16, 32, 1e-5, 1e4, Optional.empty(), true))
        .hasMessageContaining("heads=3 is not a multiple of key-value heads=2");
  }

  @Test
  void oddHeadWidthsAreRefused() {
    assertThatThrownBy(
            () -> new ModelConfig(1, 8, 2, 2, 3, 8, 16, 32, 1e-5, 1e4, Optional.empty(), true))
        .hasMessageContaining("head width=3 is odd");
  }
}
