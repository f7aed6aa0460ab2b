package cai.evaluation.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProbePassageTest {
  @Test
  void aPassageHasAnIdAnOpeningLineAndARest() {
    assertThat(ProbePassage.of("=== a\nOne.\nTwo.\n  Three.\n=== b\nFour.\n== five\n"))
        .containsExactly(
            new ProbePassage("a", "One.\n", "Two.\n  Three."),
            new ProbePassage("b", "Four.\n", "== five"));
  }

  @Test
  void aPassageWithoutARestIsRefused() {
    assertThatThrownBy(() -> ProbePassage.of("=== a\nOne.\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a passage has an id, an opening and a rest");
  }

  @Test
  void thePassagesAreOfSeveralKindsAndAboutFourThousandTokens() {
    List<ProbePassage> all = ProbePassage.all();
    assertThat(all).extracting(ProbePassage::id).doesNotHaveDuplicates();
    assertThat(all)
        .extracting(one -> one.id().replaceAll("-.*", ""))
        .contains("encyclopaedic", "narrative", "code", "instructions", "dialogue");
    int words = all.stream().mapToInt(one -> one.rest().split("\\s+").length).sum();
    assertThat(words).isBetween(2_000, 3_500);
  }
}
