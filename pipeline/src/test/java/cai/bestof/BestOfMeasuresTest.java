package cai.bestof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.bestof.BestOfMeasures.BestOfValue;
import cai.constitution.Aim;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BestOfMeasuresTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static CandidateAnswer candidate(double score, double guarded) {
    return new CandidateAnswer("a", 3, true, score, guarded, score == guarded ? "" : "short");
  }

  private static BestOfLine line(int best, CandidateAnswer... candidates) {
    return new BestOfLine(BestOfLine.FORMAT, "p", Aim.HARMLESSNESS, List.of(candidates), best, "");
  }

  // Of 4 candidates 2 are drawn in 6 ways; the best is among them in 3, else the second best in 2.
  @Test
  void chancesToBeTheBestAreThoseOfAllDrawsCounted() {
    assertThat(BestOfMeasures.chances(4, 1))
        .containsExactly(new double[] {.25, .25, .25, .25}, EXACT);
    assertThat(BestOfMeasures.chances(4, 2))
        .containsExactly(new double[] {0, 1 / 6.0, 2 / 6.0, 3 / 6.0}, EXACT);
    assertThat(BestOfMeasures.chances(4, 3))
        .containsExactly(new double[] {0, 0, 1 / 4.0, 3 / 4.0}, EXACT);
    assertThat(BestOfMeasures.chances(4, 4)).containsExactly(new double[] {0, 0, 0, 1}, EXACT);
  }

  @Test
  void theExpectedScoreOfTheBestIsTheMeanOverAllDrawsAndPrompts() {
    BestOfMeasures measures =
        BestOfMeasures.of(
            List.of(
                line(1, candidate(0, 0), candidate(3, 3), candidate(1, 1)),
                line(2, candidate(2, 2), candidate(9, -1), candidate(4, 4)),
                new BestOfLine(BestOfLine.FORMAT, "q", Aim.HELPFULNESS, List.of(), 0, "too long")),
            3);
    assertThat(measures.prompts()).isEqualTo(2);
    assertThat(measures.refused()).isEqualTo(1);
    // One drawn: means 4/3 and 15/3 of the scores, 4/3 and 5/3 of the guarded ones.
    // Two drawn: first prompt 3, 3, 1; second by guarded score -1, 2, 4 with scores 9, 2, 4.
    assertThat(measures.values()).extracting(BestOfValue::candidates).containsExactly(1, 2, 3);
    assertThat(measures.values().get(0).score()).isCloseTo((4 / 3.0 + 5) / 2, EXACT);
    assertThat(measures.values().get(0).guarded()).isCloseTo((4 / 3.0 + 5 / 3.0) / 2, EXACT);
    assertThat(measures.values().get(1).score())
        .isCloseTo((7 / 3.0 + (4 + 4 + 2) / 3.0) / 2, EXACT);
    assertThat(measures.values().get(2).score()).isCloseTo((3 + 4) / 2.0, EXACT);
    assertThat(measures.values().get(2).guarded()).isCloseTo((3 + 4) / 2.0, EXACT);
    assertThat(measures.guardedShare()).isCloseTo(1 / 6.0, EXACT);
    assertThat(measures.guardedChosenShare()).isZero();
    assertThat(measures.klBound()).isCloseTo(Math.log(3) - 2 / 3.0, EXACT);
  }
}
