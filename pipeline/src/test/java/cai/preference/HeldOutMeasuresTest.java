package cai.preference;

import static cai.preference.PreferenceFixture.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.preference.HeldOutMeasures.ScoredPair;
import cai.preference.Pair.Source;
import cai.preference.PreferenceValidation.Group;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutMeasuresTest {
  private static final double LN3 = Math.log(3); // sigmoid(ln 3) = 3/4

  /// Four comparisons of three prompts: right, wrong, right, tie.
  private static final List<ScoredPair> TABLE =
      List.of(
          scored(labelled("a", 10, 20, 0.8), LN3, 0),
          scored(labelled("a", 20, 19, 0.9), 0, LN3),
          scored(labelled("b", 30, 28, 0.0), -LN3, 0),
          scored(labelled("c", 5, 5, 1.0), 1, 1));

  private static Pair labelled(String prompt, int firstWords, int secondWords, double label) {
    return pair(prompt, Source.AI_HARMLESSNESS, firstWords, secondWords, label);
  }

  private static ScoredPair scored(Pair pair, double first, double second) {
    return new ScoredPair(pair, first, second);
  }

  @Test
  void aGroupAgreesWithATableByHand() {
    Group group = HeldOutMeasures.group("some", TABLE, 3);
    assertThat(group.count()).isEqualTo(4);
    assertThat(group.accuracy()).isEqualTo((1 + 0 + 1 + 0.5) / 4);
    // 10 < 20 right, 19 < 20 wrong, 28 < 30 right, 5 = 5 undecided
    assertThat(group.shorterWinsAccuracy()).isEqualTo((1 + 0 + 1 + 0.5) / 4);
    // all but the first pair: 20|19, 30|28, 5|5
    assertThat(group.lengthMatchedAccuracy()).contains((0 + 1 + 0.5) / 3);
    // bin [0.5, 0.6): 0.5 against 0.5; bin [0.7, 0.8): 3 * 0.75 against 0.8 + 0.1 + 1
    assertThat(group.calibrationError()).isCloseTo((2.25 - 1.9) / 4, within(1e-12));
  }

  @Test
  void theIntervalIsClusteredByPrompt() {
    var clustered = new ArrayList<ScoredPair>();
    var apart = new ArrayList<ScoredPair>();
    for (int i = 0; i < 60; i++) {
      double gap = i < 30 ? 1 : -1;
      clustered.add(scored(labelled("p" + i / 10, 1, 2, 1), gap, 0));
      apart.add(scored(labelled("p" + i, 1, 2, 1), gap, 0));
    }
    Group wide = HeldOutMeasures.group("clustered", clustered, 3);
    Group narrow = HeldOutMeasures.group("apart", apart, 3);
    assertThat(wide.accuracy()).isEqualTo(narrow.accuracy()).isEqualTo(0.5);
    assertThat(wide.high() - wide.low()).isGreaterThan(2 * (narrow.high() - narrow.low()));
  }

  @Test
  void scoresThatAreThreeMinusTheWordsCorrelateFullyWithLength() {
    List<ScoredPair> scored =
        List.of(
            scored(labelled("a", 1, 2, 1), 2, 1),
            scored(labelled("b", 5, 3, 0), -2, 0),
            scored(labelled("c", 4, 4, 1), -1, -1));
    assertThat(HeldOutMeasures.correlationWithLength(scored)).isCloseTo(-1, within(1e-12));
  }

  @Test
  void equalScoresDoNotCorrelateAndNoPairOfLikeLengthGivesNoNumber() {
    Group group = HeldOutMeasures.group("ties", List.of(scored(labelled("a", 10, 12, 1), 0, 0)), 3);
    assertThat(group.correlationWithLength()).isZero();
    assertThat(group.lengthMatchedAccuracy()).isEmpty();
    assertThat(group.accuracy()).isEqualTo(0.5);
  }

  @Test
  void aCertainModelThatIsRightIsCalibratedAndOneThatIsWrongIsNot() {
    assertThat(HeldOutMeasures.calibrationError(List.of(scored(labelled("a", 1, 1, 1), 50, 0))))
        .isCloseTo(0, within(1e-12));
    assertThat(HeldOutMeasures.calibrationError(List.of(scored(labelled("a", 1, 1, 0), 50, 0))))
        .isCloseTo(1, within(1e-12));
  }
}
