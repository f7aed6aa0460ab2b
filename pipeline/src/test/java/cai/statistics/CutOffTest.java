package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CutOffTest {
  @Test
  void countsWhatDidNotEnd() {
    var cut = CutOff.of(List.of("a", "bb", "cc", "d"), text -> text.length() == 1);
    assertThat(cut).isEqualTo(new CutOff(2, 4));
    assertThat(cut.share()).isEqualTo(0.5);
    assertThat(cut.note("answers", "feedback.answer-tokens"))
        .contains(
            "2 of 4 answers were cut off before their end; a larger feedback.answer-tokens lets"
                + " more of them end");
  }

  @Test
  void saysNothingWhereFewOrNoTextsWereCutOff() {
    assertThat(new CutOff(1, 4).note("answers", "x")).isEmpty();
    assertThat(new CutOff(0, 0).note("answers", "x")).isEmpty();
    assertThat(new CutOff(0, 0).share()).isZero();
  }
}
