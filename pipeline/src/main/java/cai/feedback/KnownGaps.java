package cai.feedback;

import cai.constitution.Aim;
import cai.run.Seeds;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The judged known pairs of a run, divided into folds by conversation: a pair's own label is made
/// with the temperature that the other folds give, so that it is no test on what was fitted.
final class KnownGaps {
  /// Fewest conversations of an aim that a temperature is fitted to.
  static final int FEWEST = 20;

  static final int FOLDS = 5;

  private final List<KnownGap> all;
  private final Map<String, Integer> folds = new HashMap<>();
  private final Map<Fold, Double> temperatures = new HashMap<>();

  KnownGaps(List<KnownGap> all, Seeds seeds) {
    this.all = List.copyOf(all);
    List<String> conversations =
        all.stream()
            .map(KnownGap::conversation)
            .distinct()
            .sorted(
                Comparator.comparingLong((String one) -> seeds.seed("feedback", "fold/" + one))
                    .thenComparing(one -> one))
            .toList();
    for (int i = 0; i < conversations.size(); i++) folds.put(conversations.get(i), i % FOLDS);
  }

  private record Fold(Aim aim, int number) {}

  static KnownGaps none() {
    return new KnownGaps(List.of(), new Seeds(0));
  }

  int pairs(Aim aim) {
    return of(aim).length;
  }

  int conversations(Aim aim) {
    return (int)
        all.stream().filter(one -> one.aim() == aim).map(KnownGap::conversation).distinct().count();
  }

  /// Whether there are enough to fit a temperature to.
  boolean suffice(Aim aim) {
    return conversations(aim) >= FEWEST;
  }

  double[] of(Aim aim) {
    return all.stream().filter(one -> one.aim() == aim).mapToDouble(KnownGap::logOdds).toArray();
  }

  /// The temperature for a conversation's own pairs: that of the other folds.
  double heldOut(Aim aim, String conversation) {
    return temperatures.computeIfAbsent(new Fold(aim, folds.get(conversation)), this::without);
  }

  private double without(Fold fold) {
    return Temperature.fitted(
        all.stream()
            .filter(one -> one.aim() == fold.aim && folds.get(one.conversation()) != fold.number)
            .mapToDouble(KnownGap::logOdds)
            .toArray());
  }

  /// Log loss of every pair under the temperature of the other folds, mean.
  double heldOutLogLoss(Aim aim) {
    return all.stream()
        .filter(one -> one.aim() == aim)
        .mapToDouble(one -> Temperature.logLoss(one.logOdds() / heldOut(aim, one.conversation())))
        .average()
        .orElseThrow();
  }
}
