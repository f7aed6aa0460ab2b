package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.transformer.Arithmetic;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A linear layer whose weight is trained. The weight is fp32 and is rounded at each use.
///
/// @param weight fp32 // [out, in]
/// @param type of products
public record TrainedLinear(Tensor weight, DType type) implements HeadLinear, LearningLinear {
  /// Takes over a weight that belongs to no scope.
  static TrainedLinear of(Tensor weight, Arithmetic arithmetic) {
    return new TrainedLinear(weight.trained(true), arithmetic.products());
  }

  /// The weight as it is now, in the type of products.
  public Tensor factor() {
    return weight.to(type);
  }

  private PlainWeight now() {
    return new PlainWeight(factor());
  }

  @Override
  public Tensor compact(Tensor rows) {
    return now().product(rows);
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return base.add(compact(rows));
  }

  @Override
  public Products products() {
    return now().products();
  }

  @Override
  public UnaryOperator<Tensor> logitsOfRows() {
    return now().logitsOfRows();
  }

  @Override
  public Back back() {
    return now().back();
  }

  @Override
  public Stream<Runnable> gradients(Tensor gradient, Tensor rows) {
    Kernels.gradientSum(weight);
    long all = weight.size(0);
    int parts = (int) Math.min(Lanes.count(), all);
    return IntStream.range(0, parts)
        .mapToObj(part -> {
          long from = Lanes.begin(all, part, parts);
          long count = Lanes.begin(all, part + 1, parts) - from;
          return () -> addGradient(gradient, rows, from, count);
        });
  }

  /// Adds the gradient of some rows of the weight.
  ///
  /// @param gradient of the layer's result // [n, out]
  /// @param rows the layer's input // [n, in]
  /// @param from first row of the weight
  /// @param count of rows of the weight
  public void addGradient(Tensor gradient, Tensor rows, long from, long count) {
    Kernels.addWeightGradient(
        Kernels.gradientSum(weight).narrow(0, from, count),
        gradient.narrow(1, from, count),
        rows,
        type);
  }

  @Override
  public Tensor merged() {
    return weight;
  }

  @Override
  public void visitTrained(Consumer<Tensor> visitor) {
    visitor.accept(weight);
  }

  @Override
  public void close() {
    weight.close();
  }
}
