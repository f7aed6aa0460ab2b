package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Lanes;
import cai.tensor.Tensor;

/// The rows of a pass cut into pieces, each of which a lane takes through several operations while
/// it is in the caches of its core.
///
/// @param rows of the pass
/// @param longest rows of a piece
record RowPieces(int rows, int longest) {
  /// Fewer rows stay in the caches from one operation to the next, more rows are multiplied faster.
  private static final int LONGEST = 512;

  private static final int LONGEST_IN_BF16 = 256;

  /// Pieces are as equal as can be, because products of a row or two are computed by other kernels.
  ///
  /// @param products type of products
  static RowPieces of(int rows, DType products) {
    int longest = products == DType.FLOAT32 ? LONGEST : LONGEST_IN_BF16;
    int pieces = Math.max(Lanes.count(), Math.ceilDiv(rows, longest));
    return new RowPieces(rows, Math.max(1, Math.ceilDiv(rows, pieces)));
  }

  int count() {
    return Math.ceilDiv(rows, longest);
  }

  Piece piece(int number) {
    int from = number * longest;
    return new Piece(from, Math.min(longest, rows - from));
  }

  /// @param from first row
  /// @param count number of rows
  record Piece(long from, long count) {
    /// The share of a lane in a number of rows or columns.
    static Piece ofLane(int lane, long all) {
      long from = Lanes.begin(all, lane, Lanes.count());
      return new Piece(from, Lanes.begin(all, lane + 1, Lanes.count()) - from);
    }

    /// These rows of a tensor.
    Tensor of(Tensor tensor) {
      return tensor.narrow(0, from, count);
    }

    /// The columns of these numbers.
    Tensor columns(Tensor tensor) {
      return tensor.narrow(1, from, count);
    }
  }
}
