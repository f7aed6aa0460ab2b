package cai.reinforcement;

import cai.json.Absent;
import java.util.Locale;
import java.util.Optional;

/// How training ended: `reinforcement/outcome.json`.
///
/// @param steps number of steps of the policy that is written as RL-CAI
/// @param stopped whether a guard ended training early
/// @param sentence the outcome in words
/// @param kl of the policy to SL-CAI if all steps were made, nats per answer; estimated from
///   answers that were sampled after the last step; empty in files of versions that did not
///   estimate it
public record ReinforcementOutcome(
    String format, int steps, boolean stopped, String sentence, @Absent("") Optional<Double> kl) {
  /// Format and version of the file.
  public static final String FORMAT = "reinforcement-outcome/1";

  /// No step was asked for.
  static ReinforcementOutcome none() {
    return new ReinforcementOutcome(
        FORMAT, 0, false, "no step was asked for: RL-CAI is SL-CAI", Optional.empty());
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
    return new ReinforcementOutcome(FORMAT, steps, false, sentence, Optional.of(kl));
  }

  /// @param kept steps of the policy that is kept
  /// @param when something was found
  /// @param found a clause
  static ReinforcementOutcome stopped(int kept, String when, String found, String remedy) {
    return new ReinforcementOutcome(
        FORMAT,
        kept,
        true,
        "stopped at %s: %s; RL-CAI is the policy as it was behind step %d, the last one inside the limits; %s"
            .formatted(when, found, kept, remedy),
        Optional.empty());
  }
}
