package cai.reinforcement.snapshots;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How a policy on the way did on the prompts set aside: one line of
/// `reinforcement/snapshots.jsonl`. The same prompts and the same random numbers are used for all
/// snapshots of a run, so that they differ by the policy alone.
///
/// @param step number of steps that the policy has behind it; 0 is SL-CAI
/// @param answers it was gauged on
/// @param score mean of the preference model's scores, on no scale
/// @param scaled mean of the scores on the scale of rewards
/// @param kl log policy - log SL-CAI, summed over an answer, mean over answers, nats
/// @param degenerateShare share of answers that are unfinished or repetitive
/// @param gauge `scaled` less the KL penalty and less `degenerateShare`
public record Snapshot(
    String format,
    int step,
    int answers,
    double score,
    double scaled,
    double kl,
    double degenerateShare,
    double gauge) {
  /// Format and version of the lines.
  public static final String FORMAT = "snapshot/1";

  /// What was measured on the answers of a policy.
  ///
  /// @param score mean, on no scale
  /// @param scaled mean, on the scale of rewards
  /// @param kl nats per answer
  /// @param degenerateShare of answers that are unfinished or repetitive
  public record GaugeNumbers(double score, double scaled, double kl, double degenerateShare) {}

  /// @param klCoefficient weight of the KL penalty, per nat
  public static Snapshot of(int step, int answers, GaugeNumbers numbers, double klCoefficient) {
    return new Snapshot(
        FORMAT,
        step,
        answers,
        numbers.score(),
        numbers.scaled(),
        numbers.kl(),
        numbers.degenerateShare(),
        numbers.scaled() - klCoefficient * numbers.kl() - numbers.degenerateShare());
  }

  /// The snapshot to be written: the one with the highest gauge among those that are trained and
  /// inside the limit of the KL; of equal ones the first. Empty where there is none.
  ///
  /// @param mostKl the limit, nats per answer
  public static Optional<Snapshot> best(List<Snapshot> snapshots, double mostKl) {
    return snapshots.stream()
        .filter(one -> one.step() > 0 && one.kl() <= mostKl)
        .min(
            Comparator.comparingDouble((Snapshot one) -> -one.gauge())
                .thenComparingInt(Snapshot::step));
  }
}
