package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Tensor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A weight as LibTorch's own products read it: row by row, in the type of products.
///
/// @param numbers fp32 or bf16 // [out, in]
record PlainWeight(Tensor numbers) {
  /// OpenBLAS sums smaller products in another order, so shorter pieces are filled up with rows of
  /// zeros to this number.
  private static final int FEWEST_ROWS = 64;

  Tensor product(Tensor rows) {
    return rows.to(numbers.type()).linear(numbers);
  }

  /// The weight itself where each row of a product is the same wherever it stands, else the weight
  /// packed for one pass, which belongs to the present scope.
  Linear.Products products() {
    boolean plain = numbers.type() == DType.FLOAT32 && Kernels.rowsAreAlikeAtAllPlaces();
    return plain ? new FilledUpProducts(numbers) : SplitWeight.passing(numbers);
  }

  UnaryOperator<Tensor> logitsOfRows() {
    if (numbers.type() == DType.FLOAT32) return this::product;
    SplitWeight packed = SplitWeight.passing(numbers);
    return rows -> packed.products(rows).to(DType.FLOAT32);
  }

  Linear.Back back() {
    return (into, gradient) -> Kernels.backward(into, gradient, numbers);
  }

  private record FilledUpProducts(Tensor weight) implements Linear.Products {
    @Override
    public void into(Tensor into, Tensor rows) {
      filledUp(into, enough -> Kernels.forward(enough, rows.filledUp(FEWEST_ROWS), weight));
    }

    @Override
    public void onto(Tensor into, Tensor base, Tensor rows) {
      filledUp(
          into,
          enough ->
              Kernels.forwardOnto(
                  enough, base.filledUp(FEWEST_ROWS), rows.filledUp(FEWEST_ROWS), weight));
    }

    /// @param product writes into memory of enough rows
    private static void filledUp(Tensor into, Consumer<Tensor> product) {
      long count = into.size(0);
      if (count >= FEWEST_ROWS) {
        product.accept(into);
        return;
      }
      Tensor enough = Tensor.empty(into.type(), FEWEST_ROWS, into.size(1));
      product.accept(enough);
      into.copyInPlace(enough.narrow(0, 0, count));
    }
  }
}
