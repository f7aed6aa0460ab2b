package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelConfigTest {
  @Test
  void theLinearMapsOfALayerAreCounted() {
    var config = new ModelConfig(2, 4, 2, 1, 2, 3, 10, 64, 1e-5, 1e4, Optional.empty(), true);
    // [8, 4] for queries, keys and values, [4, 4] behind attention, [6, 4] and [4, 3] behind it.
    assertThat(config.layerWeights()).isEqualTo(8 * 4 + 4 * 4 + 6 * 4 + 4 * 3);
    assertThat(config.layerSides()).isEqualTo(8 + 4 + 4 + 4 + 6 + 4 + 4 + 3);
  }

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
