package cai.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.feedback.FeedbackSettings.Confidence;
import cai.feedback.FeedbackSettings.Label;
import cai.feedback.FeedbackSettings.Method;
import cai.feedback.Labels.FeedbackOfAim;
import cai.feedback.confidence.KnownGap;
import cai.feedback.confidence.KnownGaps;
import cai.feedback.confidence.LabelConfidence.ConfidenceSource;
import cai.feedback.confidence.LabelConfidence.OfAim;
import cai.feedback.confidence.Temperature;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TemperatureTest {
  private static double[] signs(int right, int wrong, double size) {
    return IntStream.range(0, right + wrong).mapToDouble(i -> i < right ? size : -size).toArray();
  }

  @Test
  void equalGapsGiveTheLogOddsOfTheShareThatIsRight() {
    // 29 right and 9 wrong of size 2, with one of each added 30 and 10: sigmoid(2 / t) = 3/4.
    assertThat(Temperature.fitted(signs(29, 9, 2))).isCloseTo(2 / Math.log(3), within(1e-9));
    // The unit does not matter.
    assertThat(Temperature.fitted(signs(29, 9, 2e-5))).isCloseTo(2e-5 / Math.log(3), within(1e-14));
  }

  @Test
  void noOtherTemperatureFitsBetter() {
    var random = new SplittableRandom(5);
    double[] gaps = IntStream.range(0, 60).mapToDouble(_ -> random.nextGaussian(0.4, 1)).toArray();
    double[] withAdded = Arrays.copyOf(gaps, 62);
    withAdded[60] = Temperature.rootMeanSquare(gaps);
    withAdded[61] = -withAdded[60];
    double fitted = Temperature.fitted(gaps);
    double best = Temperature.logLoss(withAdded, fitted);
    for (double factor = 0.2; factor < 5; factor *= 1.1)
      assertThat(Temperature.logLoss(withAdded, fitted * factor)).isGreaterThanOrEqualTo(best);
  }

  @Test
  void aJudgeAtChanceOrBelowItGetsTheGreatestTemperature() {
    for (double[] gaps : List.of(signs(10, 10, 3), signs(5, 15, 3), signs(0, 20, 3)))
      assertThat(Temperature.fitted(gaps)).isCloseTo(3 * Temperature.GREATEST, within(1e-9));
  }

  @Test
  void aJudgeThatIsNeverWrongIsNotCertain() {
    // 20 right and one of each added: 21 of 22.
    assertThat(Temperature.sigmoid(1 / Temperature.fitted(signs(20, 0, 1))))
        .isCloseTo(21 / 22.0, within(1e-9));
  }

  @Test
  void extremesGiveNumbers() {
    assertThat(Temperature.fitted(new double[5])).isEqualTo(1);
    assertThat(Temperature.fitted(new double[0])).isEqualTo(1);
    assertThat(Temperature.fitted(new double[] {1e9, -1e-9, 1e9})).isFinite().isPositive();
    assertThat(Temperature.logLoss(new double[] {-800}, 1)).isEqualTo(800);
    assertThat(Temperature.logLoss(new double[] {800}, 1)).isZero();
  }

  private static KnownGaps known(int right, int wrong, double size) {
    var gaps = new ArrayList<KnownGap>();
    for (double gap : signs(right, wrong, size))
      gaps.add(new KnownGap(Aim.HARMLESSNESS, "c" + gaps.size(), gap));
    return new KnownGaps(gaps, new Seeds(1));
  }

  private static FeedbackSettings settings(Object... replaced) {
    return FeedbackFixture.settings(Method.YES_NO_BALANCED, replaced);
  }

  private static List<FeedbackOfAim> judged(double gap) {
    return List.of(
        new FeedbackOfAim("a", Aim.HARMLESSNESS, PairFeedback.of(List.of(gap), false, 0, 0)),
        new FeedbackOfAim("b", Aim.HELPFULNESS, PairFeedback.of(List.of(gap), false, 0, 0)));
  }

  @Test
  void labelsAreAsSureAsTheKnownPairsAllowWhereThereAreEnough() {
    var labels = new Labels(settings(), judged(2), known(29, 9, 2));
    // Harmlessness: fitted, sigmoid(ln 3); helpfulness has no known pairs: sigmoid(2 / 2).
    assertThat(labels.verdicts(judged(2)).get(0).probabilityFirst().orElseThrow())
        .isCloseTo(0.75, within(1e-9));
    assertThat(labels.verdicts(judged(2)).get(1).probabilityFirst().orElseThrow())
        .isCloseTo(0.731059, within(1e-6));
    OfAim harmless = labels.confidence().of(Aim.HARMLESSNESS).orElseThrow();
    assertThat(harmless.source()).isEqualTo(ConfidenceSource.KNOWN_COMPARISONS);
    assertThat(harmless.knownPairs()).isEqualTo(38);
    assertThat(harmless.logLoss()).isPresent();
    assertThat(labels.confidence().of(Aim.HELPFULNESS).orElseThrow().source())
        .isEqualTo(ConfidenceSource.SPREAD);
  }

  @Test
  void tooFewKnownPairsOrTheSettingLeaveTheSpread() {
    for (var labels :
        List.of(
            new Labels(settings(), judged(2), known(15, 4, 2)),
            new Labels(settings("confidence", Confidence.SPREAD), judged(2), known(29, 9, 2)))) {
      assertThat(labels.verdicts(judged(2)).getFirst().probabilityFirst().orElseThrow())
          .isCloseTo(0.731059, within(1e-6));
      assertThat(labels.confidence().of(Aim.HARMLESSNESS).orElseThrow().logLoss()).isEmpty();
    }
  }

  @Test
  void pairsOfOneConversationAreOneInTheCountThatMustSuffice() {
    var gaps = new ArrayList<KnownGap>();
    for (int i = 0; i < 60; i++)
      gaps.add(new KnownGap(Aim.HARMLESSNESS, "c" + i % 19, i % 3 == 0 ? -1 : 1));
    assertThat(new KnownGaps(gaps, new Seeds(1)).suffice(Aim.HARMLESSNESS)).isFalse();
    gaps.add(new KnownGap(Aim.HARMLESSNESS, "one more", 1));
    assertThat(new KnownGaps(gaps, new Seeds(1)).suffice(Aim.HARMLESSNESS)).isTrue();
  }

  @Test
  void aKnownPairIsLabelledWithTheTemperatureOfTheOtherFolds() {
    KnownGaps known = known(24, 6, 2);
    // Changing a pair's own judgement changes no temperature of its own fold.
    var changed = new ArrayList<KnownGap>();
    double[] gaps = known.of(Aim.HARMLESSNESS);
    for (int i = 0; i < gaps.length; i++)
      changed.add(new KnownGap(Aim.HARMLESSNESS, "c" + i, i == 3 ? -50 : gaps[i]));
    KnownGaps other = new KnownGaps(changed, new Seeds(1));
    assertThat(other.heldOut(Aim.HARMLESSNESS, "c3"))
        .isEqualTo(known.heldOut(Aim.HARMLESSNESS, "c3"));
    long differ =
        IntStream.range(0, 30)
            .filter(i ->
                other.heldOut(Aim.HARMLESSNESS, "c" + i)
                    != known.heldOut(Aim.HARMLESSNESS, "c" + i))
            .count();
    assertThat(differ).isEqualTo(24);
  }

  @Test
  void hardAndClampedLabelsOfKnownPairsAreHardAndClamped() {
    KnownGaps known = known(29, 9, 2);
    PairFeedback judgement = PairFeedback.of(List.of(2.0), false, 0, 0);
    assertThat(
            new Labels(settings("label", Label.HARD), judged(2), known)
                .knownFirst(Aim.HARMLESSNESS, judgement, "c1"))
        .isEqualTo(1);
    assertThat(
            new Labels(settings("label", Label.CLAMPED), judged(2), known)
                .knownFirst(Aim.HARMLESSNESS, judgement, "c1"))
        .isEqualTo(0.6);
  }
}
