package cai.transformer.weights;

import cai.tensor.Lanes;

/// How the columns of a product are split among lanes that share it. A lane then reads its part of
/// the weight for all rows, and the lanes together read the weight once.
public final class ColumnSplit {
  /// With more lanes, LibTorch's own threads are faster at sharing a product.
  public static final int MOST_LANES = 4;

  private static final int VECTOR = 16; // columns

  private ColumnSplit() {}

  /// How many lanes share a product; 1 where lanes are too many to share.
  public static int lanes() {
    return Lanes.count() <= MOST_LANES ? Lanes.count() : 1;
  }

  /// Where the columns of each lane begin, and last the number of columns. They begin at multiples
  /// of a vector; a narrow product is left to one lane.
  static int[] ends(int columns) {
    int parts = columns < 2 * VECTOR * lanes() ? 1 : lanes();
    int[] ends = new int[parts + 1];
    for (int i = 0; i < parts; i++)
      ends[i] = (int) Lanes.begin(columns / VECTOR, i, parts) * VECTOR;
    ends[parts] = columns;
    return ends;
  }
}
