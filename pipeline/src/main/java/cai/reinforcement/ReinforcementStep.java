package cai.reinforcement;

import cai.json.Absent;
import java.util.Optional;

/// One update of the policy: one line of `reinforcement/metrics.jsonl`. Means are over the step's
/// answers or over their tokens; the prompt and padding never count.
///
/// @param step from 1
/// @param score mean of what the preference model gives, per answer, on no scale
/// @param reward mean of the guarded score on its scale minus KL penalty, summed over an answer's
///   tokens
/// @param klPerToken mean of log policy - log initial policy over sampled tokens, nats per token
/// @param kl sum of log policy - log initial policy over an answer, mean over answers, nats
/// @param entropy of the policy, mean over sampled tokens, nats
/// @param policyLoss clipped surrogate of PPO, with the KL where `reinforcement.advantages` is
///   `group`
/// @param valueLoss half the mean squared error of the value head; empty where there is none
/// @param clipFraction share of tokens whose ratio was clipped
/// @param maxRatio largest ratio of new to sampling probability of a token over all passes of the
///   step; before the very first update it is 1, see [Preflight]
/// @param length sampled tokens per answer, mean
/// @param endOfTextShare share of answers that ended by themselves
/// @param repetition share of repeated bigrams, mean over answers: 1 - distinct bigrams / bigrams
/// @param klCoefficient weight of the KL penalty
/// @param learningRate used in this step
/// @param gradientNorm largest L2 norm of the mean gradient of an update, before it was shortened
/// @param equalGroups number of groups of answers whose rewards are all equal, so that nothing was
///   learnt from them; empty where answers are not compared with each other
/// @param teacherKl mean of log policy - log teacher over sampled tokens, nats per token: the KL to
///   the model that the policy learns from; empty where it learns from none
public record ReinforcementStep(
    String format,
    int step,
    double score,
    double reward,
    double klPerToken,
    double kl,
    double entropy,
    double policyLoss,
    Optional<Double> valueLoss,
    double clipFraction,
    double maxRatio,
    double length,
    double endOfTextShare,
    double repetition,
    double klCoefficient,
    double learningRate,
    @Absent("") Optional<Double> gradientNorm,
    @Absent("") Optional<Integer> equalGroups,
    @Absent("") Optional<Double> teacherKl) {
  /// Format and version of the lines.
  public static final String FORMAT = "reinforcement-step/2";
}
