package cai.tensor;

import java.util.function.IntFunction;

/// Thrown where a number is NaN or infinite, before it is used. Whoever knows what was being
/// computed tells the user.
public final class NotFinite extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param quantity what the number is, for example "the loss"
  public NotFinite(String quantity, double value) {
    super(quantity + " is " + value);
  }

  /// The value, where it is finite.
  ///
  /// @param quantity what it is
  public static double require(String quantity, double value) {
    if (!Double.isFinite(value)) throw new NotFinite(quantity, value);
    return value;
  }

  /// Requires all numbers of an array to be finite.
  ///
  /// @param quantity what the number at an index is
  public static void requireAll(double[] values, IntFunction<String> quantity) {
    for (int i = 0; i < values.length; i++)
      if (!Double.isFinite(values[i])) throw new NotFinite(quantity.apply(i), values[i]);
  }

  /// Requires all numbers of a tensor to be finite.
  public static void require(String quantity, Tensor tensor) {
    try (var _ = TensorScope.inference()) {
      // A finite sum has finite terms only; an infinite one may have become too large.
      if (Float.isFinite(tensor.detach().sum().item())) return;
      float[] values = tensor.detach().floats();
      for (float value : values) if (!Float.isFinite(value)) throw new NotFinite(quantity, value);
    }
  }
}
