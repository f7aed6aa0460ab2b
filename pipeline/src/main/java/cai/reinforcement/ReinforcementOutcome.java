package cai.reinforcement;

import cai.json.Absent;
import cai.reinforcement.snapshots.Snapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How training ended: `reinforcement/outcome.json`.
///
/// @param steps number of steps of the policy that is written as RL-CAI
/// @param stopped whether a guard ended training early
/// @param sentence the outcome in words
/// @param kl of the policy to SL-CAI if all steps were made, nats per answer; estimated from
///   answers that were sampled after the last step; empty in files of versions that did not
///   estimate it
/// @param rollbacks how often training went back to a good policy and learnt more slowly from there
public record ReinforcementOutcome(
    String format,
    int steps,
    boolean stopped,
    String sentence,
    @Absent("") Optional<Double> kl,
    @Absent("0") int rollbacks) {
  /// Format and version of the file.
  public static final String FORMAT = "reinforcement-outcome/1";

  /// No step was asked for.
  static ReinforcementOutcome none() {
    return new ReinforcementOutcome(
        FORMAT, 0, false, "no step was asked for: RL-CAI is SL-CAI", Optional.empty(), 0);
  }

  static ReinforcementOutcome complete(int steps, double kl) {
    String sentence =
        String.format(
            Locale.ROOT,
            "all %d steps were made; the KL of the policy to SL-CAI is then %.2f nats per answer,"
                + " as its own answers estimate it%s",
            steps,
            kl,
            kl < 0 ? " (below zero by chance)" : "");
    return new ReinforcementOutcome(FORMAT, steps, false, sentence, Optional.of(kl), 0);
  }

  /// @param kept steps of the policy that is kept
  /// @param isWritten whether that policy is RL-CAI, because no snapshot is
  /// @param when something was found
  /// @param found a clause
  static ReinforcementOutcome stopped(
      int kept, boolean isWritten, String when, String found, String remedy) {
    String policy =
        isWritten
            ? "RL-CAI is the policy as it was behind step %d, the last one inside the limits"
            : "the last policy inside the limits is the one behind step %d";
    return new ReinforcementOutcome(
        FORMAT,
        kept,
        true,
        "stopped at %s: %s; %s; %s".formatted(when, found, policy.formatted(kept), remedy),
        Optional.empty(),
        0);
  }

  /// The outcome of a training that went back.
  ReinforcementOutcome after(int rollbacks) {
    if (rollbacks == 0) return this;
    String times =
        rollbacks == 1
            ? "; once it had diverged and went back to a good policy at half the learning rates"
            : "; %d times it had diverged and went back to a good policy, each time at half the learning rates"
                .formatted(rollbacks);
    return new ReinforcementOutcome(FORMAT, steps, stopped, sentence + times, kl, rollbacks);
  }

  /// The outcome where snapshots were taken.
  ///
  /// @param chosen what becomes RL-CAI; empty where no snapshot was taken
  /// @param gauged all snapshots
  ReinforcementOutcome taking(Optional<Snapshot> chosen, List<Snapshot> gauged) {
    if (chosen.isEmpty()) return this;
    Snapshot best = chosen.get();
    String all =
        gauged.stream()
            .map(one ->
                String.format(
                    Locale.ROOT,
                    "%.2f %s",
                    one.gauge(),
                    one.step() == 0 ? "for SL-CAI" : "behind step " + one.step()))
            .collect(Collectors.joining(", "));
    boolean better =
        gauged.stream().filter(one -> one.step() == 0).allMatch(one -> best.gauge() > one.gauge());
    String taken =
        "; RL-CAI is the snapshot behind step %d, the best on %d prompts set aside (%s)%s"
            .formatted(
                best.step(),
                best.answers(),
                all,
                better ? "" : ", where none is better than SL-CAI");
    return new ReinforcementOutcome(FORMAT, best.step(), stopped, sentence + taken, kl, rollbacks);
  }
}
