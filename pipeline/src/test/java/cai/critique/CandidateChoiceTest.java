package cai.critique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class CandidateChoiceTest {
  private static int best(List<OptionalDouble> balances, List<OptionalDouble> fluencies) {
    return CandidateChoice.ranking(balances, fluencies).getFirst();
  }

  private static List<OptionalDouble> scores(double... values) {
    return java.util.Arrays.stream(values).mapToObj(OptionalDouble::of).toList();
  }

  @Test
  void standardisesToZeroMeanAndUnitSpread() {
    // Mean 4, squared distances 4, 0, 4: spread sqrt(8/3) = 1.632993.
    assertThat(CandidateChoice.standardised(scores(2, 4, 6)))
        .containsExactly(new double[] {-1.224745, 0, 1.224745}, within(1e-6));
    assertThat(CandidateChoice.standardised(scores(3, 3))).containsExactly(0, 0);
    assertThat(CandidateChoice.standardised(List.of(OptionalDouble.empty()))).containsExactly(0);
  }

  @Test
  void thePrincipleCountsTwiceAsMuchAsFluency() {
    // Two candidates stand at +1 and -1 in each: 1 - 0.5 beats -1 + 0.5.
    assertThat(best(scores(0.1, 0.2), scores(-1, -5))).isEqualTo(1);
  }

  @Test
  void fluencyDecidesWhereThePrincipleDoesNot() {
    assertThat(best(scores(1, 1, 1), scores(-3, -1, -2))).isEqualTo(1);
    var unread = List.of(OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(best(unread, scores(-3, -1))).isEqualTo(1);
  }

  @Test
  void anUnreadScoreCountsAsAverage() {
    var scores = List.of(OptionalDouble.of(-1), OptionalDouble.empty(), OptionalDouble.of(1));
    assertThat(best(scores, scores(0, 0, 0))).isEqualTo(2);
    assertThat(CandidateChoice.standardised(scores)[1]).isZero();
  }

  @Test
  void theFluencyOfAModelThatTellsNoneCountsAsEqual() {
    var untold = List.of(OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(best(scores(0.1, 0.2), untold)).isEqualTo(1);
    assertThat(best(scores(1, 1), untold)).isZero();
  }

  @Test
  void theFirstOfEqualsWins() {
    assertThat(best(scores(1, 1), scores(-1, -1))).isZero();
  }
}
