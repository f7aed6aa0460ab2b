package cai.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import cai.yaml.Nearest;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyNamesTest {
  @Test
  void namesBecomeLowerCaseAndDashed() {
    assertThat(KeyNames.ofComponent("learningRate")).isEqualTo("learning-rate");
    assertThat(KeyNames.ofComponent("topP")).isEqualTo("top-p");
    assertThat(KeyNames.ofComponent("beta2")).isEqualTo("beta2");
    assertThat(KeyNames.ofConstant(Example.Labels.YES_NO_BALANCED)).isEqualTo("yes-no-balanced");
  }

  @Test
  void distanceCountsSwapsOnce() {
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("abcd", "abdc")).isEqualTo(1);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void suggestsTheNearestNameOrNone() {
    List<String> names = List.of("rounds", "learning-rate", "batch");
    assertThat(KeyNames.nearest("LearningRate", names)).contains("learning-rate");
    assertThat(KeyNames.nearest("leraning_rate", names)).contains("learning-rate");
    assertThat(KeyNames.nearest("round", names)).contains("rounds");
    assertThat(KeyNames.nearest("temperature", names)).isEmpty();
  }
}
