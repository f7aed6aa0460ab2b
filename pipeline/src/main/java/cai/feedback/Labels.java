package cai.feedback;

import cai.constitution.Aim;
import cai.feedback.Comparison.Verdict;
import cai.feedback.FeedbackSettings.Confidence;
import cai.feedback.FeedbackSettings.Label;
import cai.feedback.FeedbackSettings.Method;
import cai.feedback.confidence.KnownGaps;
import cai.feedback.confidence.LabelConfidence;
import cai.feedback.confidence.LabelConfidence.ConfidenceSource;
import cai.feedback.confidence.LabelConfidence.OfAim;
import cai.feedback.confidence.Temperature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns feedback on pairs into preference labels, over the whole set at once.
///
/// Multiple choice: the sigmoid of the log-odds averaged over both orders. Chain of thought: the
/// mean of the samples' probabilities, each clamped if the settings clamp labels. Yes/no: the
/// sigmoid of the gap divided by a temperature for each aim: the one that fits the known
/// comparisons best ([Temperature]), or, where there are too few of them or the settings want it
/// so, the spread of the gaps. That spread is the root of the mean square about zero, not about the
/// mean: which answer is called the first is arbitrary, so exchanging the two must exactly exchange
/// the probabilities.
final class Labels {
  private final FeedbackSettings settings;
  private final KnownGaps known;
  private final Map<Aim, OfAim> confidence = new EnumMap<>(Aim.class);

  /// @param answered the feedback on all pairs of the set
  /// @param known feedback on pairs whose better answer is known
  Labels(FeedbackSettings settings, List<FeedbackOfAim> answered, KnownGaps known) {
    this.settings = settings;
    this.known = known;
    for (Aim aim : Aim.values()) confidence.put(aim, confidence(aim, spread(of(aim, answered))));
  }

  private OfAim confidence(Aim aim, double spread) {
    if (settings.method() != Method.YES_NO_BALANCED)
      return unfitted(aim, ConfidenceSource.MODEL, 1);
    if (settings.confidence() == Confidence.SPREAD || !known.suffice(aim))
      return unfitted(aim, ConfidenceSource.SPREAD, spread);
    return new OfAim(
        aim,
        ConfidenceSource.KNOWN_COMPARISONS,
        Temperature.fitted(known.of(aim)),
        known.pairs(aim),
        known.conversations(aim),
        Optional.of(known.heldOutLogLoss(aim)),
        Optional.of(Temperature.logLoss(known.of(aim), spread)));
  }

  private OfAim unfitted(Aim aim, ConfidenceSource source, double temperature) {
    return new OfAim(
        aim,
        source,
        temperature,
        known.pairs(aim),
        known.conversations(aim),
        Optional.empty(),
        Optional.empty());
  }

  /// How sure the labels are and why.
  LabelConfidence confidence() {
    return new LabelConfidence(LabelConfidence.FORMAT, List.copyOf(confidence.values()));
  }

  /// The feedback on a pair with the pair's id and aim.
  record FeedbackOfAim(String id, Aim aim, PairFeedback feedback) {}

  private static List<FeedbackOfAim> of(Aim aim, List<FeedbackOfAim> answered) {
    return answered.stream().filter(one -> one.aim() == aim && one.feedback().readable()).toList();
  }

  private static double spread(List<FeedbackOfAim> answered) {
    double spread =
        Temperature.rootMeanSquare(
            answered.stream().mapToDouble(one -> one.feedback().meanLogOdds()).toArray());
    return spread == 0 ? 1 : spread;
  }

  /// The probability that the first answer is the better one, before it is hardened; clamped only
  /// in the samples of a chain of thought.
  double probabilityFirst(Aim aim, PairFeedback feedback) {
    return probabilityFirst(feedback, confidence.get(aim).temperature());
  }

  private double probabilityFirst(PairFeedback feedback, double temperature) {
    if (settings.method() == Method.CHAIN_OF_THOUGHT)
      return feedback.logOdds().stream()
          .mapToDouble(logOdds -> clampedWhereWanted(Temperature.sigmoid(logOdds)))
          .average()
          .orElse(0.5);
    return Temperature.sigmoid(feedback.meanLogOdds() / temperature);
  }

  /// The label of a known pair, as the run trains on labels; where the temperature was fitted, with
  /// that of the folds that the pair is not in.
  ///
  /// @param conversation of the pair, see [cai.feedback.confidence.KnownGap]
  double knownFirst(Aim aim, PairFeedback feedback, String conversation) {
    boolean fitted = confidence.get(aim).source() == ConfidenceSource.KNOWN_COMPARISONS;
    double temperature =
        fitted ? known.heldOut(aim, conversation) : confidence.get(aim).temperature();
    return label(probabilityFirst(feedback, temperature));
  }

  /// One verdict for each pair, in order.
  List<Verdict> verdicts(List<FeedbackOfAim> answered) {
    var dropped = new HashSet<String>();
    for (Aim aim : Aim.values())
      for (FeedbackOfAim one : leastConfident(of(aim, answered))) dropped.add(one.id());
    var verdicts = new ArrayList<Verdict>();
    for (FeedbackOfAim one : answered) verdicts.add(verdict(one, dropped.contains(one.id())));
    return verdicts;
  }

  private List<FeedbackOfAim> leastConfident(List<FeedbackOfAim> answered) {
    Comparator<FeedbackOfAim> byConfidence =
        Comparator.comparingDouble(
            one -> Math.abs(probabilityFirst(one.aim(), one.feedback()) - 0.5));
    return answered.stream()
        .sorted(byConfidence.thenComparing(FeedbackOfAim::id))
        .limit((long) (settings.dropShare() * answered.size()))
        .toList();
  }

  private Verdict verdict(FeedbackOfAim one, boolean dropped) {
    PairFeedback feedback = one.feedback();
    if (!feedback.readable()) return new Verdict(Optional.empty(), 0, false, feedback.reason());
    double logOdds = feedback.meanLogOdds();
    if (dropped)
      return new Verdict(
          Optional.empty(), logOdds, feedback.flipped(), "among the least confident");
    double label = label(probabilityFirst(one.aim(), feedback));
    return new Verdict(Optional.of(label), logOdds, feedback.flipped(), "");
  }

  private double label(double probability) {
    return switch (settings.label()) {
      case SOFT -> probability;
      case HARD -> probability > 0.5 ? 1 : probability < 0.5 ? 0 : 0.5;
      case CLAMPED -> clampedWhereWanted(probability);
    };
  }

  private double clampedWhereWanted(double probability) {
    return settings.label() == Label.CLAMPED
        ? Math.clamp(probability, settings.clampLow(), settings.clampHigh())
        : probability;
  }
}
