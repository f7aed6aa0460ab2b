package cai.reinforcement;

import cai.sequence.AnswerRows;
import cai.sequence.ClippedLoss;
import cai.sequence.Divergence;
import cai.sequence.MicroBatches;
import cai.sequence.TokenSequence;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.RecordedPass;
import java.util.Arrays;
import java.util.List;

/// The gradient of PPO on some answers: the clipped policy loss through the trained layers, the
/// clipped value loss through the value head.
///
/// @param policy decoder with trained layers
/// @param value head on the policy's last states
record PolicyUpdate(Decoder policy, ValueHead value, ReinforcementSettings settings) {

  /// Sums over the tokens of the answers.
  ///
  /// @param clipped tokens whose ratio was outside the clip range
  /// @param divergence KL of the new to the sampling policy, by k3
  /// @param maxRatio largest ratio of new to sampling probability
  /// @param maxDeviation largest |ratio - 1|
  record Sums(
      long tokens,
      double policyLoss,
      double valueLoss,
      long clipped,
      double divergence,
      double maxRatio,
      double maxDeviation) {
    static Sums none() {
      return new Sums(0, 0, 0, 0, 0, 0, 0);
    }

    /// @throws NotFinite where a loss is not, or the divergence
    void requireFinite() {
      NotFinite.require("the policy's loss", policyLoss);
      NotFinite.require("the value head's loss", valueLoss);
      NotFinite.require("the KL of the sampling to the new policy", divergence);
    }

    Sums plus(Sums other) {
      return new Sums(
          tokens + other.tokens,
          policyLoss + other.policyLoss,
          valueLoss + other.valueLoss,
          clipped + other.clipped,
          divergence + other.divergence,
          Math.max(maxRatio, other.maxRatio),
          Math.max(maxDeviation, other.maxDeviation));
    }
  }

  /// Adds the gradients of the summed losses of some answers.
  Sums backward(FrozenStates frozen, List<Trajectory> trajectories, int[] answers) {
    List<TokenSequence> sequences =
        Arrays.stream(answers).mapToObj(i -> trajectories.get(i).sequence()).toList();
    Sums sums = Sums.none();
    for (int[] part : MicroBatches.of(sequences, settings.tokensAtOnce())) {
      int[] some = Arrays.stream(part).map(i -> answers[i]).toArray();
      try (var _ = TensorScope.training()) {
        sums = sums.plus(part(frozen, trajectories, some));
      }
    }
    return sums;
  }

  private Sums part(FrozenStates frozen, List<Trajectory> trajectories, int[] answers) {
    List<Trajectory> some = Arrays.stream(answers).mapToObj(trajectories::get).toList();
    AnswerRows rows = AnswerRows.withoutLast(some.stream().map(Trajectory::sequence).toList());
    Tensor stream = frozen.stream(policy, answers, rows.sequences());
    RecordedPass recorded = policy.sequences().recorded(stream, rows.sequences());
    var tally = new RatioTally(settings.clipRange());
    float[] before = flat(some.stream().map(Trajectory::policy).toList());
    float[] advantages = flat(some.stream().map(Trajectory::advantages).toList());
    double policyLoss =
        recorded.backward(
            rows.targets(settings.temperature()),
            (now, from) -> {
              int count = Math.toIntExact(now.size(0));
              tally.add(now.detach().floats(), before, from);
              return ClippedLoss.policy(
                  now,
                  part(before, from, count),
                  part(advantages, from, count),
                  settings.clipRange());
            });
    Tensor states = policy.head().normalized(rows.pick(recorded.stream())).detach();
    return tally.sums(policyLoss, valueLoss(states, some));
  }

  private double valueLoss(Tensor states, List<Trajectory> some) {
    float[] before = flat(some.stream().map(Trajectory::values).toList());
    float[] returns = flat(some.stream().map(Trajectory::returns).toList());
    Tensor loss =
        ClippedLoss.value(
            value.of(states),
            Tensor.of(before, before.length),
            Tensor.of(returns, returns.length),
            settings.valueClipRange());
    loss.backward();
    return loss.item();
  }

  private static Tensor part(float[] all, int from, int count) {
    return Tensor.of(Arrays.copyOfRange(all, from, from + count), count);
  }

  private static float[] flat(List<double[]> answers) {
    double[] all = answers.stream().flatMapToDouble(Arrays::stream).toArray();
    float[] narrow = new float[all.length];
    for (int i = 0; i < all.length; i++) narrow[i] = (float) all[i];
    return narrow;
  }

  /// Counts what the ratios of new to old probability do.
  private static final class RatioTally {
    private final double clipRange;
    private long tokens;
    private long clipped;
    private double divergence;
    private double maxRatio;
    private double maxDeviation;

    RatioTally(double clipRange) {
      this.clipRange = clipRange;
    }

    void add(float[] now, float[] before, int from) {
      for (int i = 0; i < now.length; i++) {
        double ratio = Math.exp(now[i] - before[from + i]);
        tokens++;
        if (Math.abs(ratio - 1) > clipRange) clipped++;
        divergence += Divergence.k3(before[from + i], now[i]);
        maxRatio = Math.max(maxRatio, ratio);
        maxDeviation = Math.max(maxDeviation, Math.abs(ratio - 1));
      }
    }

    Sums sums(double policyLoss, double valueLoss) {
      return new Sums(tokens, policyLoss, valueLoss, clipped, divergence, maxRatio, maxDeviation);
    }
  }
}
