package cai.feedback;

import cai.constitution.Aim;
import cai.feedback.Comparison.Verdict;
import cai.feedback.FeedbackSettings.Confidence;
import cai.feedback.FeedbackSettings.Label;
import cai.feedback.FeedbackSettings.Method;
import cai.feedback.confidence.KnownGaps;
import cai.feedback.confidence.LabelConfidence;
import cai.feedback.confidence.LabelConfidence.OfAim;
import cai.feedback.confidence.LabelConfidence.Source;
import cai.feedback.confidence.Temperature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns judgements into labels, over the whole set at once.
///
/// Multiple choice: the sigmoid of the log-odds averaged over both orders. Chain of thought: the
/// mean of the samples' probabilities, each clamped where labels are clamped. Yes/no: the sigmoid
/// of the gap divided by a temperature for each aim: the one that fits the known comparisons best
/// ([Temperature]), or, where there are too few of them or the settings want it so, the spread of
/// the gaps. That spread is the root of the mean square about zero, not about the mean: which
/// answer is called the first is arbitrary, so exchanging the two must exactly exchange the
/// probabilities.
final class Labels {
  private final FeedbackSettings settings;
  private final KnownGaps known;
  private final Map<Aim, OfAim> confidence = new EnumMap<>(Aim.class);

  /// @param judged all judgements of the set, with what they are about
  /// @param known judged pairs whose better answer is known
  Labels(FeedbackSettings settings, List<Judged> judged, KnownGaps known) {
    this.settings = settings;
    this.known = known;
    for (Aim aim : Aim.values()) confidence.put(aim, confidence(aim, spread(of(aim, judged))));
  }

  private OfAim confidence(Aim aim, double spread) {
    if (settings.method() != Method.YES_NO_BALANCED) return unfitted(aim, Source.MODEL, 1);
    if (settings.confidence() == Confidence.SPREAD || !known.suffice(aim))
      return unfitted(aim, Source.SPREAD, spread);
    return new OfAim(
        aim,
        Source.KNOWN_COMPARISONS,
        Temperature.fitted(known.of(aim)),
        known.pairs(aim),
        known.conversations(aim),
        Optional.of(known.heldOutLogLoss(aim)),
        Optional.of(Temperature.logLoss(known.of(aim), spread)));
  }

  private OfAim unfitted(Aim aim, Source source, double temperature) {
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

  /// A judgement with its aim.
  record Judged(String id, Aim aim, Judgement judgement) {}

  private static List<Judged> of(Aim aim, List<Judged> judged) {
    return judged.stream().filter(one -> one.aim() == aim && one.judgement().readable()).toList();
  }

  private static double spread(List<Judged> judged) {
    double spread =
        Temperature.rootMeanSquare(
            judged.stream().mapToDouble(one -> one.judgement().meanLogOdds()).toArray());
    return spread == 0 ? 1 : spread;
  }

  /// The probability that the first answer is the better one, before it is hardened; clamped only
  /// in the samples of a chain of thought.
  double probabilityFirst(Aim aim, Judgement judgement) {
    return probabilityFirst(judgement, confidence.get(aim).temperature());
  }

  private double probabilityFirst(Judgement judgement, double temperature) {
    if (settings.method() == Method.CHAIN_OF_THOUGHT)
      return judgement.logOdds().stream()
          .mapToDouble(logOdds -> clampedWhereWanted(Temperature.sigmoid(logOdds)))
          .average()
          .orElse(0.5);
    return Temperature.sigmoid(judgement.meanLogOdds() / temperature);
  }

  /// The label of a known pair, as the run trains on labels; where the temperature was fitted, with
  /// that of the folds that the pair is not in.
  ///
  /// @param conversation of the pair, see [cai.feedback.confidence.KnownGap]
  double knownFirst(Aim aim, Judgement judgement, String conversation) {
    boolean fitted = confidence.get(aim).source() == Source.KNOWN_COMPARISONS;
    double temperature =
        fitted ? known.heldOut(aim, conversation) : confidence.get(aim).temperature();
    return label(probabilityFirst(judgement, temperature));
  }

  /// One verdict for each judgement, in order.
  List<Verdict> verdicts(List<Judged> judged) {
    var dropped = new HashSet<String>();
    for (Aim aim : Aim.values())
      for (Judged one : leastConfident(of(aim, judged))) dropped.add(one.id());
    var verdicts = new ArrayList<Verdict>();
    for (Judged one : judged) verdicts.add(verdict(one, dropped.contains(one.id())));
    return verdicts;
  }

  private List<Judged> leastConfident(List<Judged> judged) {
    Comparator<Judged> byConfidence =
        Comparator.comparingDouble(
            one -> Math.abs(probabilityFirst(one.aim(), one.judgement()) - 0.5));
    return judged.stream()
        .sorted(byConfidence.thenComparing(Judged::id))
        .limit((long) (settings.dropShare() * judged.size()))
        .toList();
  }

  private Verdict verdict(Judged one, boolean dropped) {
    Judgement judgement = one.judgement();
    if (!judgement.readable()) return new Verdict(Optional.empty(), 0, false, judgement.reason());
    double logOdds = judgement.meanLogOdds();
    if (dropped)
      return new Verdict(
          Optional.empty(), logOdds, judgement.flipped(), "among the least confident");
    double label = label(probabilityFirst(one.aim(), judgement));
    return new Verdict(Optional.of(label), logOdds, judgement.flipped(), "");
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
