package cai.reinforcement;

import cai.sequence.AnswerRows;
import cai.sequence.ClippedLoss;
import cai.sequence.Divergence;
import cai.sequence.TokenSequence;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.RecordedPass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The gradient of PPO on some answers: the clipped policy loss through the trained layers, the
/// clipped value loss through the value head. Whatever the advantages are, the policy's loss is
/// this one; where the estimator asks for it, the KL to SL-CAI is added to it.
///
/// @param policy decoder with trained layers
/// @param value head on the policy's last states, where there is one
record PolicyUpdate(Decoder policy, Optional<ValueHead> value, ReinforcementSettings settings) {

  /// Sums over the tokens of the answers.
  ///
  /// @param clipped tokens whose ratio was outside the clip range
  /// @param divergence KL of the new to the sampling policy, by k3
  /// @param maxRatio largest ratio of new to sampling probability
  /// @param maxDeviation largest |ratio - 1|
  /// @param gradient largest length of the mean gradient of an update, before it was shortened
  record Sums(
      long tokens,
      double policyLoss,
      double valueLoss,
      long clipped,
      double divergence,
      double maxRatio,
      double maxDeviation,
      double gradient) {
    static Sums none() {
      return new Sums(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// These sums, with the length of the gradient that was followed.
    Sums along(double gradient) {
      return new Sums(
          tokens, policyLoss, valueLoss, clipped, divergence, maxRatio, maxDeviation, gradient);
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
          Math.max(maxDeviation, other.maxDeviation),
          Math.max(gradient, other.gradient));
    }
  }

  /// Adds the gradients of the summed losses of some answers.
  Sums backward(FrozenStates frozen, List<Trajectory> trajectories, int[] answers) {
    List<TokenSequence> sequences =
        Arrays.stream(answers).mapToObj(i -> trajectories.get(i).sequence()).toList();
    Sums sums = Sums.none();
    for (int[] part : settings.layout().parts(sequences)) {
      int[] some = Arrays.stream(part).map(i -> answers[i]).toArray();
      try (var _ = TensorScope.training()) {
        sums = sums.plus(part(frozen, trajectories, some));
      }
    }
    return sums;
  }

  private Sums part(FrozenStates frozen, List<Trajectory> trajectories, int[] answers) {
    List<Trajectory> some = Arrays.stream(answers).mapToObj(trajectories::get).toList();
    AnswerRows rows = settings.layout().rows(some.stream().map(Trajectory::sequence).toList());
    Tensor stream = frozen.stream(policy, answers, rows.sequences());
    RecordedPass recorded = policy.sequences().recorded(stream, rows.sequences());
    var tally = new RatioTally(settings.clipRange());
    var loss = TokenLosses.of(some, settings);
    double policyLoss =
        recorded.backward(
            rows.targets(settings.temperature()),
            (now, from) -> {
              tally.add(now.detach().floats(), loss.before(), from);
              return loss.of(now, from);
            });
    double valueLoss = 0;
    if (value.isPresent()) {
      Tensor states = policy.head().normalized(rows.pick(recorded.stream())).detach();
      valueLoss = valueLoss(value.get(), states, some);
    }
    return tally.sums(policyLoss, valueLoss);
  }

  /// The policy's loss on the tokens of some answers, one answer after the other.
  ///
  /// @param before log-probabilities under the policy that sampled them
  /// @param initialPolicy log-probabilities under SL-CAI
  /// @param kl weight of the KL to SL-CAI, per nat
  private record TokenLosses(
      float[] before, float[] initialPolicy, float[] advantages, double clipRange, double kl) {
    static TokenLosses of(List<Trajectory> some, ReinforcementSettings settings) {
      return new TokenLosses(
          flat(some.stream().map(Trajectory::policy).toList()),
          flat(some.stream().map(Trajectory::initialPolicy).toList()),
          flat(some.stream().map(Trajectory::advantages).toList()),
          settings.clipRange(),
          settings.estimator().lossKl());
    }

    /// @param now log-probabilities of some tokens // [count]
    /// @param from number of the first of them
    Tensor of(Tensor now, int from) {
      int count = Math.toIntExact(now.size(0));
      Tensor clipped =
          ClippedLoss.policy(
              now, part(before, from, count), part(advantages, from, count), clipRange);
      if (kl == 0) return clipped;
      return clipped.add(Divergence.k3(now, part(initialPolicy, from, count)).mul(kl));
    }
  }

  private double valueLoss(ValueHead head, Tensor states, List<Trajectory> some) {
    float[] before = flat(some.stream().map(Trajectory::values).toList());
    float[] returns = flat(some.stream().map(Trajectory::returns).toList());
    Tensor loss =
        ClippedLoss.value(
            head.of(states),
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
      return new Sums(
          tokens, policyLoss, valueLoss, clipped, divergence, maxRatio, maxDeviation, 0);
    }
  }
}
