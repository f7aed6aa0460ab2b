package cai.feedback;

import cai.constitution.Aim;
import cai.feedback.Comparison.Verdict;
import cai.feedback.FeedbackSettings.Label;
import cai.feedback.FeedbackSettings.Method;
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
/// of the gap divided by the spread of the gaps of one aim. That spread is the root of the mean
/// square about zero, not about the mean: which answer is called the first is arbitrary, so
/// exchanging the two must exactly exchange the probabilities.
final class Labels {
  private final FeedbackSettings settings;
  private final Map<Aim, Double> spreads = new EnumMap<>(Aim.class);

  /// @param judged all judgements of the set, with what they are about
  Labels(FeedbackSettings settings, List<Judged> judged) {
    this.settings = settings;
    for (Aim aim : Aim.values()) spreads.put(aim, spread(of(aim, judged)));
  }

  /// A judgement with its aim.
  record Judged(String id, Aim aim, Judgement judgement) {}

  private static List<Judged> of(Aim aim, List<Judged> judged) {
    return judged.stream().filter(one -> one.aim() == aim && one.judgement().readable()).toList();
  }

  private double spread(List<Judged> judged) {
    if (settings.method() != Method.YES_NO_BALANCED) return 1;
    double squares = 0;
    for (Judged one : judged) squares += Math.pow(one.judgement().meanLogOdds(), 2);
    return judged.isEmpty() || squares == 0 ? 1 : Math.sqrt(squares / judged.size());
  }

  /// The probability that the first answer is the better one, before it is hardened; clamped only
  /// in the samples of a chain of thought.
  double probabilityFirst(Aim aim, Judgement judgement) {
    if (settings.method() == Method.CHAIN_OF_THOUGHT)
      return judgement.logOdds().stream()
          .mapToDouble(logOdds -> clampedWhereWanted(sigmoid(logOdds)))
          .average()
          .orElse(0.5);
    return sigmoid(judgement.meanLogOdds() / spreads.get(aim));
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

  static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
