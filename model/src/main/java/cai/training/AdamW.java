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
import java.util.stream.Stream;

/// Adam with decoupled weight decay. The state is two tensors for each trained tensor and the
/// number of steps; a training that is resumed with it gives the bytes of an uninterrupted one.
///
/// A gradient that is NaN or infinite is refused before anything is changed. A weight that a step
/// makes NaN or infinite is refused after the step: weights and state must then be dropped or
/// restored.
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
  /// @param epsilon added to the root of the mean of squared gradients
  /// @param weightDecay share of a matrix lost per step, times the learning rate; vectors (norms)
  ///   are not decayed
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
    /// The usual settings for language models.
    public static Settings usual() {
      return new Settings(0.9, 0.95, 1e-8, 0);
    }

    /// For reinforcement learning: the larger epsilon keeps early steps small (the N implementation
    /// details of RLHF with PPO, 21).
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

  /// L2 norm of all gradients as one vector.
  ///
  /// @throws NotFinite where a gradient is NaN or infinite, or so large that its squared norm is
  ///   infinite
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

  /// Makes one step along the accumulated gradients, and clears them.
  ///
  /// @param gradientFactor that each gradient is multiplied by first, for clipping and accumulation
  /// @throws NotFinite where a gradient is NaN or infinite, with nothing changed, or where a weight
  ///   has become so
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
    // Their memory is kept, because fresh memory costs a page fault for every 4 KB.
    gradients.forEach(Kernels::clear);
  }

  /// Makes one step along the mean of summed gradients, clipped by its L2 norm.
  ///
  /// @param count of terms in the sum
  /// @param longest norm of the mean that is not clipped
  /// @return the norm of the mean before clipping
  /// @throws NotFinite as [#step]
  public double stepAlongMean(double learningRate, long count, double longest) {
    double norm = gradientNorm() / count;
    double shortened = norm > longest ? longest / norm : 1;
    change(learningRate, shortened / count);
    return norm;
  }

  /// Number of steps made.
  public long steps() {
    return steps;
  }

  /// What a checkpoint holds of an optimiser: the means of the gradients, then the means of their
  /// squares, both in the order of the trained tensors.
  public List<Tensor> moments() {
    return Stream.concat(means.stream(), squares.stream()).toList();
  }

  /// Continues after the given number of steps; the caller has filled the tensors of [#moments].
  public void resumeAfter(long steps) {
    this.steps = steps;
  }

  /// Forgets all gradients, those of the past and those that were computed and not followed. The
  /// weights stay as they are.
  public void beginAnew() {
    steps = 0;
    try (var _ = TensorScope.inference()) {
      means.forEach(Kernels::clear);
      squares.forEach(Kernels::clear);
      for (Tensor tensor : trained) if (tensor.hasGradient()) Kernels.clear(tensor.gradient());
    }
  }

  @Override
  public void close() {
    means.forEach(Tensor::close);
    squares.forEach(Tensor::close);
  }
}
