package cai.reinforcement;

import cai.constitution.Aim;

/// An answer that the policy gave in training: one line of `reinforcement/rollouts.jsonl`.
///
/// @param step from 1
/// @param prompt id of the prompt
/// @param ids sampled token ids, the end-of-text included where the answer ended
/// @param ended whether it ended by itself
/// @param score of the preference model
/// @param reward the score on its scale, clipped, less the penalties of the guards; the KL penalty
///   is not in it
/// @param penalties the guards that took something, in words, or empty
/// @param kl log policy - log SL-CAI, summed over the answer, nats
public record Rollout(
    String format,
    int step,
    String prompt,
    Aim aim,
    String text,
    int[] ids,
    boolean ended,
    double score,
    double reward,
    String penalties,
    double kl) {
  /// Format and version of the lines.
  public static final String FORMAT = "rollout/1";
}
