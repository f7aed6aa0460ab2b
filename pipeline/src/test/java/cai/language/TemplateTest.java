package cai.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TemplateTest {
  @Test
  void fillsEverySlotAndNothingElse() {
    var template = new Template("{a-b} {} {A} {c}.{a-b}");
    assertThat(template.fill(Map.of("a-b", "x", "c", "y"))).isEqualTo("x {} {A} y.x");
  }

  @Test
  void doesNotLookForSlotsInsideWhatWasFilledIn() {
    var template = new Template("{first}|{second}");
    assertThat(template.fill(Map.of("first", "{second} $1 \\", "second", "2")))
        .isEqualTo("{second} $1 \\|2");
  }

  @Test
  void refusesASlotWithoutValue() {
    assertThatThrownBy(() -> new Template("{who}").fill(Map.of())).hasMessageContaining("{who}");
  }

  @Test
  void namesAMissingResource() {
    assertThatThrownBy(() -> Template.resource(TemplateTest.class, "nowhere.txt"))
        .hasMessageContaining("nowhere.txt");
  }
}
