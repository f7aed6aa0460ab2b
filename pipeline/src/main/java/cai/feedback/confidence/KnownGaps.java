package cai.feedback.confidence;

import cai.constitution.Aim;
import cai.run.Seeds;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The known pairs of a run with the feedback model's log-odds, divided into folds by conversation.
/// A pair's own label is made with the temperature that is fitted to the other folds, so that the
/// pairs test the labels without having been fitted to.
public final class KnownGaps {
  /// The fewest conversations of one aim for which a temperature is fitted.
  static final int FEWEST = 20;

  public static final int FOLDS = 5;

  private final List<KnownGap> all;
  private final Map<String, Integer> folds = new HashMap<>();
  private final Map<Fold, Double> temperatures = new HashMap<>();

  /// @param seeds from which the folds are drawn
  public KnownGaps(List<KnownGap> all, Seeds seeds) {
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

  /// No known pair.
  public static KnownGaps none() {
    return new KnownGaps(List.of(), new Seeds(0));
  }

  /// The number of known pairs of an aim.
  public int pairs(Aim aim) {
    return of(aim).length;
  }

  /// The number of conversations that the known pairs of an aim come from.
  public int conversations(Aim aim) {
    return (int)
        all.stream().filter(one -> one.aim() == aim).map(KnownGap::conversation).distinct().count();
  }

  /// Whether there are enough conversations to fit a temperature to.
  public boolean suffice(Aim aim) {
    return conversations(aim) >= FEWEST;
  }

  /// The log-odds of the better answers of an aim's pairs.
  public double[] of(Aim aim) {
    return all.stream().filter(one -> one.aim() == aim).mapToDouble(KnownGap::logOdds).toArray();
  }

  /// The temperature for the pairs of a conversation, fitted to the other folds.
  public double heldOut(Aim aim, String conversation) {
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
  public double heldOutLogLoss(Aim aim) {
    return all.stream()
        .filter(one -> one.aim() == aim)
        .mapToDouble(one -> Temperature.logLoss(one.logOdds() / heldOut(aim, one.conversation())))
        .average()
        .orElseThrow();
  }
}
