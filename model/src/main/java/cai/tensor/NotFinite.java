package cai.tensor;

import java.util.function.IntFunction;

/// A number of a computation is NaN or infinite, so that nothing which is made of it means
/// anything. Thrown before the number is used; who knows what was being done says so to the user.
public final class NotFinite extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param quantity what the number is, for example "the loss"
  public NotFinite(String quantity, double value) {
    super(quantity + " is " + value);
  }

  /// The number, where it is one.
  ///
  /// @param quantity what it is
  public static double require(String quantity, double value) {
    if (!Double.isFinite(value)) throw new NotFinite(quantity, value);
    return value;
  }

  /// Looks at all numbers of an array.
  ///
  /// @param quantity what the number at a place is
  public static void requireAll(double[] values, IntFunction<String> quantity) {
    for (int i = 0; i < values.length; i++)
      if (!Double.isFinite(values[i])) throw new NotFinite(quantity.apply(i), values[i]);
  }

  /// Looks at all numbers of a tensor.
  public static void require(String quantity, Tensor tensor) {
    try (var _ = TensorScope.inference()) {
      // A sum that is finite has no other terms; one that is not may have become too large.
      if (Float.isFinite(tensor.detach().sum().item())) return;
      float[] values = tensor.detach().floats();
      for (float value : values) if (!Float.isFinite(value)) throw new NotFinite(quantity, value);
    }
  }
}
