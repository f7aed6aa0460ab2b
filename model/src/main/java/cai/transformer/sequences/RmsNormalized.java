package cai.transformer.sequences;

import cai.tensor.Kernels;
import cai.tensor.Tensor;

/// The first half of an RMS norm, kept for its backward pass: rows divided by their root mean
/// square. The norm then multiplies them by its weight.
///
/// @param directions the divided rows // [n, width]
/// @param scale one over the root mean square of each row // [n, 1]
record RmsNormalized(Tensor directions, Tensor scale) {
  static RmsNormalized of(Tensor rows, double epsilon) {
    Tensor scale = Kernels.inverseRoot(rows, epsilon);
    return new RmsNormalized(rows.mul(scale), scale);
  }

  /// Adds the gradient of the rows to `onto`.
  ///
  /// @param gradient of the norm's result; overwritten // [n, width]
  /// @param weight of the norm // [width]
  /// @return the gradient of the weight // [width]
  Tensor backward(Tensor gradient, Tensor weight, Tensor onto) {
    Tensor along = gradient.mul(directions);
    Tensor share = along.matrixVector(weight).mulInPlace(-1.0 / weight.elements()).unsqueeze(1);
    onto.addProductInPlace(gradient.mulInPlace(weight), scale, 1);
    onto.addProductInPlace(directions, share.mulInPlace(scale), 1);
    return along.sum(0);
  }
}
