package cai.feedback;

import static cai.feedback.FeedbackFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.feedback.Comparison.Verdict;
import cai.feedback.FeedbackSettings.Label;
import cai.feedback.FeedbackSettings.Method;
import cai.feedback.Labels.FeedbackOfAim;
import cai.feedback.confidence.KnownGaps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelsTest {
  private static FeedbackOfAim judged(String id, Aim aim, Double... logOdds) {
    return new FeedbackOfAim(id, aim, PairFeedback.of(Arrays.asList(logOdds), false, 0, 0));
  }

  private static List<FeedbackOfAim> gaps(double... gaps) {
    var judged = new ArrayList<FeedbackOfAim>();
    for (double gap : gaps) judged.add(judged("p" + judged.size(), Aim.HARMLESSNESS, gap));
    return judged;
  }

  private static List<Double> probabilities(FeedbackSettings settings, List<FeedbackOfAim> judged) {
    return new Labels(settings, judged, KnownGaps.none())
        .verdicts(judged).stream().map(verdict -> verdict.probabilityFirst().orElse(-1.0)).toList();
  }

  @Test
  void multipleChoiceIsTheSigmoidOfTheMeanLogOdds() {
    // Mean of 2 and 0.5 is 1.25; 1 / (1 + e^-1.25) = 0.777300.
    var judged = List.of(judged("p", Aim.HARMLESSNESS, 2.0, 0.5));
    Verdict verdict =
        new Labels(settings(Method.MULTIPLE_CHOICE), judged, KnownGaps.none())
            .verdicts(judged)
            .getFirst();
    assertThat(verdict.probabilityFirst().orElseThrow()).isCloseTo(0.777300, within(1e-6));
    assertThat(verdict.rawLogOdds()).isEqualTo(1.25);
  }

  @Test
  void yesNoGapsAreDividedByTheirSpread() {
    // Squares 0.09, 0.01, 0.01, 0.09, mean 0.05, root 0.223607; 0.3 / 0.223607 = 1.341641;
    // sigmoid(1.341641) = 0.792760, sigmoid(0.447214) = 0.609976.
    List<Double> labels =
        probabilities(settings(Method.YES_NO_BALANCED), gaps(0.3, 0.1, -0.1, -0.3));
    assertThat(labels.get(0)).isCloseTo(0.792760, within(1e-5));
    assertThat(labels.get(1)).isCloseTo(0.609976, within(1e-5));
    assertThat(labels.get(2)).isCloseTo(1 - 0.609976, within(1e-5));
    assertThat(labels.get(3)).isCloseTo(1 - 0.792760, within(1e-5));
  }

  @Test
  void theScaleOfTheGapsDoesNotMatter() {
    var settings = settings(Method.YES_NO_BALANCED);
    List<Double> small = probabilities(settings, gaps(0.003, -0.001));
    List<Double> large = probabilities(settings, gaps(30, -10));
    for (int i = 0; i < 2; i++) assertThat(small.get(i)).isCloseTo(large.get(i), within(1e-12));
  }

  @Test
  void eachAimHasItsOwnSpread() {
    var judged = List.of(judged("a", Aim.HARMLESSNESS, 0.1), judged("b", Aim.HELPFULNESS, 5.0));
    // Each gap is its aim's whole spread: sigmoid(1) = 0.731059.
    assertThat(probabilities(settings(Method.YES_NO_BALANCED), judged))
        .allSatisfy(label -> assertThat(label).isCloseTo(0.731059, within(1e-6)));
  }

  @Test
  void gapsThatAreAllZeroGiveEvenLabels() {
    assertThat(probabilities(settings(Method.YES_NO_BALANCED), gaps(0, 0)))
        .containsExactly(0.5, 0.5);
  }

  @Test
  void exchangingFirstAndSecondExchangesTheProbabilities() {
    var settings = settings(Method.YES_NO_BALANCED);
    List<Double> labels = probabilities(settings, gaps(0.5, 0.2, 0.9));
    List<Double> exchanged = probabilities(settings, gaps(-0.5, 0.2, -0.9));
    assertThat(exchanged.get(0)).isCloseTo(1 - labels.get(0), within(1e-12));
    assertThat(exchanged.get(1)).isEqualTo(labels.get(1));
  }

  @Test
  void hardLabelsAreZeroOneOrHalf() {
    var settings = settings(Method.MULTIPLE_CHOICE, "label", Label.HARD);
    assertThat(probabilities(settings, gaps(0.01, -3, 0))).containsExactly(1.0, 0.0, 0.5);
  }

  @Test
  void clampedLabelsStayWithinTheBounds() {
    var settings = settings(Method.MULTIPLE_CHOICE, "label", Label.CLAMPED);
    List<Double> labels = probabilities(settings, gaps(5, -5, 0.1));
    assertThat(labels.subList(0, 2)).containsExactly(0.6, 0.4);
    assertThat(labels.get(2)).isCloseTo(0.524979, within(1e-6));
  }

  @Test
  void chainsOfThoughtAreClampedOneByOneAndAveraged() {
    var judged = List.of(judged("p", Aim.HARMLESSNESS, 9.0, 9.0, -9.0, 0.0));
    // (0.6 + 0.6 + 0.4 + 0.5) / 4 = 0.525; unclamped the mean is 0.624969.
    assertThat(
            probabilities(settings(Method.CHAIN_OF_THOUGHT, "label", Label.CLAMPED), judged)
                .getFirst())
        .isCloseTo(0.525, within(1e-12));
    assertThat(probabilities(settings(Method.CHAIN_OF_THOUGHT), judged).getFirst())
        .isCloseTo(0.624969, within(1e-6));
  }

  @Test
  void theLeastConfidentShareGetsNoLabel() {
    var settings = settings(Method.YES_NO_BALANCED, "dropShare", 0.5);
    var judged = gaps(0.5, -0.1, 0.2, -0.9);
    List<Verdict> verdicts = new Labels(settings, judged, KnownGaps.none()).verdicts(judged);
    assertThat(verdicts)
        .extracting(Verdict::reason)
        .containsExactly("", "among the least confident", "among the least confident", "");
    assertThat(verdicts.get(1).rawLogOdds()).isEqualTo(-0.1);
  }

  @Test
  void whatCouldNotBeJudgedHasNoLabelAndNoPartInTheSpread() {
    var judged = new ArrayList<>(gaps(0.5));
    judged.add(
        new FeedbackOfAim("x", Aim.HARMLESSNESS, PairFeedback.unreadable("an answer is empty")));
    List<Verdict> verdicts =
        new Labels(settings(Method.YES_NO_BALANCED), judged, KnownGaps.none()).verdicts(judged);
    assertThat(verdicts.get(0).probabilityFirst().orElseThrow()).isCloseTo(0.731059, within(1e-6));
    assertThat(verdicts.get(1).probabilityFirst()).isEmpty();
    assertThat(verdicts.get(1).reason()).isEqualTo("an answer is empty");
  }
}
