package cai.training;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Kernels.AdamNumbers;
import cai.tensor.Kernels.AdamTensors;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Adam with decoupled weight decay. Its state is two tensors per trained tensor and the number of
/// steps, so that a run can be resumed exactly.
///
/// A gradient that is NaN or infinite is refused before anything is changed. A weight that a step
/// has made so is refused behind it: the state is then to be dropped or taken back.
///
/// **Source**: Loshchilov and Hutter 2019, algorithm 2; bias correction as PyTorch has it, with
/// epsilon outside the root.
public final class AdamW implements AutoCloseable {
  private final List<Tensor> trained;
  private final List<String> names;
  private final List<Tensor> means = new ArrayList<>();
  private final List<Tensor> squares = new ArrayList<>();
  private final Settings settings;
  private long steps;

  /// @param beta1 decay of the mean of gradients
  /// @param beta2 decay of the mean of squared gradients
  /// @param epsilon added to the root of the latter
  /// @param weightDecay share of a matrix lost per step, times the learning rate; vectors (norms)
  ///   are not decayed
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
    /// The usual ones for language models.
    public static Settings usual() {
      return new Settings(0.9, 0.95, 1e-8, 0);
    }

    /// For reinforcement: the larger epsilon keeps early steps small (the N implementation details
    /// of RLHF with PPO, 21).
    public static Settings reinforcement() {
      return new Settings(0.9, 0.95, 1e-5, 0);
    }

    public Settings {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0))
        throw new IllegalArgumentException(
            "AdamW: betas must be in [0, 1), epsilon positive, weight decay not negative");
    }
  }

  public AdamW(List<Tensor> trained, Settings settings) {
    this(
        trained,
        IntStream.range(0, trained.size()).mapToObj(i -> "trained tensor " + i).toList(),
        settings);
  }

  /// @param names of the trained tensors, for messages
  public AdamW(List<Tensor> trained, List<String> names, Settings settings) {
    if (names.size() != trained.size())
      throw new IllegalArgumentException(trained.size() + " tensors, " + names.size() + " names");
    this.trained = List.copyOf(trained);
    this.names = List.copyOf(names);
    this.settings = settings;
    try (var scope = TensorScope.inference()) {
      for (Tensor tensor : trained) {
        means.add(scope.keep(Tensor.zeros(DType.FLOAT32, tensor.shape())));
        squares.add(scope.keep(Tensor.zeros(DType.FLOAT32, tensor.shape())));
      }
    }
  }

  /// Length of all gradients together, as one vector.
  ///
  /// @throws NotFinite where one is NaN, infinite or so long that its square is
  public double gradientNorm() {
    double sum = 0;
    for (int i = 0; i < trained.size(); i++) {
      Tensor tensor = trained.get(i);
      try (var _ = TensorScope.inference()) {
        if (!tensor.hasGradient()) continue;
        double square = tensor.gradient().square().sum().item();
        sum += NotFinite.require("the squared length of the gradient of " + names.get(i), square);
      }
    }
    return Math.sqrt(sum);
  }

  private void requireFiniteWeights() {
    for (int i = 0; i < trained.size(); i++)
      NotFinite.require("a weight of " + names.get(i) + " behind the step", trained.get(i));
  }

  /// One step along the accumulated gradients, which begin at zero again.
  ///
  /// @param gradientFactor each gradient is multiplied by this first (clipping, accumulation)
  /// @throws NotFinite where a gradient is not, with nothing changed, or where a weight has become
  ///   so
  public void step(double learningRate, double gradientFactor) {
    gradientNorm();
    change(learningRate, gradientFactor);
  }

  private void change(double learningRate, double gradientFactor) {
    steps++;
    try (var _ = TensorScope.inference()) {
      change(learningRate, gradientFactor, true);
      change(learningRate, gradientFactor, false);
    }
    requireFiniteWeights();
  }

  private void change(double learningRate, double gradientFactor, boolean matrices) {
    var changed = new ArrayList<Integer>();
    for (int i = 0; i < trained.size(); i++)
      if (trained.get(i).dimensions() > 1 == matrices && trained.get(i).hasGradient())
        changed.add(i);
    if (changed.isEmpty()) return;
    Tensor step = Tensor.of(new float[] {steps}, 1);
    List<Tensor> gradients = changed.stream().map(i -> trained.get(i).gradient()).toList();
    Kernels.adamW(
        new AdamTensors(
            changed.stream().map(trained::get).toList(),
            gradients,
            changed.stream().map(means::get).toList(),
            changed.stream().map(squares::get).toList(),
            Collections.nCopies(changed.size(), step)),
        new AdamNumbers(
            learningRate,
            settings.beta1,
            settings.beta2,
            matrices ? settings.weightDecay : 0,
            settings.epsilon,
            (float) (1 / gradientFactor)));
    // Its memory is kept: fresh memory costs a page fault for every 4 KB.
    gradients.forEach(Kernels::clear);
  }

  /// One step along the mean of gradients that were summed, shortened where it is too long.
  ///
  /// @param count of what was summed
  /// @param longest L2 norm of the mean that is not shortened
  /// @return the norm of the mean before it was shortened
  /// @throws NotFinite as [#step]
  public double stepAlongMean(double learningRate, long count, double longest) {
    double norm = gradientNorm() / count;
    double shortened = norm > longest ? longest / norm : 1;
    change(learningRate, shortened / count);
    return norm;
  }

  /// Steps made.
  public long steps() {
    return steps;
  }

  /// Everything that a resumed run needs, in the order of the trained tensors.
  public record State(long steps, List<Tensor> means, List<Tensor> squares) {}

  public State state() {
    return new State(steps, List.copyOf(means), List.copyOf(squares));
  }

  /// Goes on after this many steps; the caller has filled the tensors of [#state].
  public void resumeAfter(long steps) {
    this.steps = steps;
  }

  @Override
  public void close() {
    means.forEach(Tensor::close);
    squares.forEach(Tensor::close);
  }
}
