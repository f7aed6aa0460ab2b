package cai.tensor;

import java.util.List;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.global.torch;

/// Operations that write into given memory, and backward operations by hand. None is recorded for
/// gradients.
public final class Kernels {
  private Kernels() {}

  /// `into = rows * weight^T`. Rows are rounded to the type of the weight, and products to that of
  /// `into`. **Shape**: rows [n, in], weight [out, in], into [n, out].
  public static void forward(Tensor into, Tensor rows, Tensor weight) {
    product(into, rows, weight.handle().t());
  }

  /// Whether the result of a row in [#forward], in fp32, has the same bits wherever the row stands
  /// among others. That depends on the processor.
  public static boolean rowsAreAlikeAtAllPlaces() {
    return SameRows.AT_ALL_PLACES;
  }

  /// `into = gradient * weight`, rounded as in [#forward]. **Shape**: gradient [n, out], weight
  /// [out, in], into [n, in].
  public static void backward(Tensor into, Tensor gradient, Tensor weight) {
    product(into, gradient, weight.handle());
  }

  private static void product(Tensor into, Tensor rows, org.bytedeco.pytorch.Tensor matrix) {
    DType type = DType.of(matrix.scalar_type());
    var factor = rows.to(type).handle();
    if (into.type() == type) torch.mm_out(into.handle(), factor, matrix);
    else into.handle().copy_(factor.mm(matrix));
  }

  /// `into = base + rows * weight^T`, the sum in fp32.
  public static void forwardOnto(Tensor into, Tensor base, Tensor rows, Tensor weight) {
    var matrix = weight.handle().t();
    var factor = rows.to(weight.type()).handle();
    if (weight.type() == DType.FLOAT32)
      torch.addmm_out(into.handle(), base.handle(), factor, matrix);
    else torch.add_out(into.handle(), base.handle(), factor.mm(matrix));
  }

  /// `into += factor * rows * weight^T`, the product in fp32. **Shape**: as [#forward].
  public static void addForward(Tensor into, Tensor rows, Tensor weight, double factor) {
    addProduct(into, rows, weight.handle().t(), factor);
  }

  /// `into += factor * gradient * weight`, the product in fp32. **Shape**: as [#backward].
  public static void addBackward(Tensor into, Tensor gradient, Tensor weight, double factor) {
    addProduct(into, gradient, weight.handle(), factor);
  }

  private static void addProduct(
      Tensor into, Tensor rows, org.bytedeco.pytorch.Tensor matrix, double factor) {
    var wide = rows.to(DType.FLOAT32).handle();
    if (into.type() == DType.FLOAT32)
      into.handle().addmm_(wide, matrix, new Scalar(1.0), new Scalar(factor));
    else into.handle().add_(wide.mm(matrix), new Scalar(factor));
  }

  /// `sum += gradient^T * rows`, the gradient of a linear layer's weight, both rounded to a type.
  public static void addWeightGradient(Tensor sum, Tensor gradient, Tensor rows, DType type) {
    var turned = gradient.to(type).handle().t();
    var factor = rows.to(type).handle();
    if (type == DType.FLOAT32) sum.handle().addmm_(turned, factor);
    else sum.handle().add_(turned.mm(factor));
  }

  /// Where the gradient of a trained leaf accumulates; zero at first.
  public static Tensor gradientSum(Tensor leaf) {
    if (!leaf.hasGradient()) leaf.handle().mutable_grad().put(torch.zeros_like(leaf.handle()));
    return leaf.gradient();
  }

  /// `into = first + second`.
  public static void add(Tensor into, Tensor first, Tensor second) {
    torch.add_out(into.handle(), first.handle(), second.handle());
  }

  /// `into = first * second`.
  public static void multiply(Tensor into, Tensor first, Tensor second) {
    torch.mul_out(into.handle(), first.handle(), second.handle());
  }

  /// One over the root of the mean square of each row. **Shape**: [n, width] gives [n, 1].
  public static Tensor inverseRoot(Tensor rows, double epsilon) {
    var norms =
        torch.linalg_vector_norm(
            rows.handle(), new Scalar(2.0), new long[] {1}, true, new ScalarTypeOptional());
    long width = rows.size(1);
    return new Tensor(
        norms.square_().mul_(new Scalar(1.0 / width)).add_(new Scalar(epsilon)).rsqrt_());
  }

  /// The gradient of `silu(gate)` with respect to the gate, given that of the result.
  public static Tensor siluBackward(Tensor gradient, Tensor gate) {
    return new Tensor(torch.silu_backward(gradient.handle(), gate.handle()));
  }

  /// `into[numbers[i]] += rows[i]`, in this order.
  public static void addRows(Tensor into, Tensor numbers, Tensor rows) {
    into.handle().index_add_(0, numbers.handle(), rows.handle());
  }

  /// `into[i, columns[i]] += value`.
  public static void addAt(Tensor into, Tensor columns, double value) {
    var numbers = columns.handle().view(into.size(0), 1);
    var values = torch.full(new long[] {into.size(0), 1}, new Scalar(value));
    into.handle().scatter_add_(1, numbers, values);
  }

  /// `into = logSoftmax(rows)` over the last dimension.
  public static void logSoftmax(Tensor into, Tensor rows) {
    torch.log_softmax_out(into.handle(), rows.handle(), 1);
  }

  public static void expInPlace(Tensor tensor) {
    tensor.handle().exp_();
  }

  /// Makes zero what lies above the diagonal of each matrix. **Shape**: [.., n, n].
  public static void clearAboveDiagonal(Tensor matrices) {
    matrices.handle().tril_();
  }

  public static void clear(Tensor tensor) {
    tensor.handle().zero_();
  }

  // --- the optimiser ------------------------------------------------------------------------

  /// The tensors of a step of AdamW: weights, their gradients, the running means of gradients and
  /// of squared gradients, and the number of the step, counted from 1, for each.
  public record AdamTensors(
      List<Tensor> weights,
      List<Tensor> gradients,
      List<Tensor> means,
      List<Tensor> squares,
      List<Tensor> steps) {}

  /// The coefficients of a step of AdamW.
  ///
  /// @param divisor that gradients are divided by first
  public record AdamNumbers(
      double rate, double beta1, double beta2, double decay, double epsilon, float divisor) {}

  /// One step of AdamW, each tensor read and written once.
  public static void adamW(AdamTensors tensors, AdamNumbers numbers) {
    Tensor divisor = Tensor.of(new float[] {numbers.divisor()}, 1).view();
    Adam.STEP.run(
        Adam.list(0, tensors.weights()),
        Adam.list(1, tensors.gradients()),
        Adam.list(2, tensors.means()),
        Adam.list(3, tensors.squares()),
        Adam.list(4, List.of()),
        Adam.list(5, tensors.steps()),
        new IValue(numbers.rate()),
        new IValue(numbers.beta1()),
        new IValue(numbers.beta2()),
        new IValue(numbers.decay()),
        new IValue(numbers.epsilon()),
        new IValue(false),
        new IValue(false),
        new IValue(divisor.handle()),
        new IValue());
  }

  private static final class Adam {
    private static final Operator STEP = new Operator("aten::_fused_adamw_");

    static IValue list(int argument, List<Tensor> tensors) {
      GenericList list = STEP.list(argument);
      for (Tensor tensor : tensors) list.push_back(new IValue(tensor.handle()));
      return new IValue(list);
    }
  }
}
