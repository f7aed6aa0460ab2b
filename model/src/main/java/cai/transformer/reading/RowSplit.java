package cai.transformer.reading;

import cai.tensor.Lanes;
import cai.transformer.cache.TokenRun;
import cai.transformer.weights.ColumnSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the rows of a pass are split among lanes: whole runs, in order, about equally many tokens
/// for each lane; or equally many rows, whatever runs they belong to.
///
/// Each lane reads all weights for its own rows. That pays where a lane has enough rows and where
/// there are few lanes; otherwise it is faster that threads share each product and read the weights
/// once.
public final class RowSplit {
  private static final int FEWEST_ROWS = 8;

  /// The largest part may have this percentage of an equal share; with more, one lane would work
  /// while the others wait.
  private static final int LARGEST_PERCENT = 120;

  private RowSplit() {}

  /// Whether splitting this many rows across lanes beats sharing each product between them.
  static boolean pays(int rows, int lanes) {
    return lanes > 1 && lanes <= ColumnSplit.MOST_LANES && rows >= lanes * FEWEST_ROWS;
  }

  /// The runs of each lane; empty where a lane would have much more than another.
  static Optional<List<List<TokenRun>>> wholeRuns(List<TokenRun> runs, int lanes) {
    int rows = rows(runs);
    var parts = new ArrayList<List<TokenRun>>();
    int before = 0;
    for (TokenRun run : runs) {
      // A run belongs to the lane in whose share its middle lies.
      int lane = (int) ((before + run.length() / 2L) * lanes / rows);
      while (parts.size() <= lane) parts.add(new ArrayList<>());
      parts.get(lane).add(run);
      before += run.length();
    }
    boolean even =
        parts.size() == lanes
            && parts.stream()
                .allMatch(part ->
                    !part.isEmpty() && 100L * lanes * rows(part) <= LARGEST_PERCENT * (long) rows);
    return even ? Optional.of(parts) : Optional.empty();
  }

  /// Equally many rows for each lane: the first row of each lane, and last the number of rows.
  public static int[] equal(int rows, int lanes) {
    int[] ends = new int[lanes + 1];
    for (int i = 0; i <= lanes; i++) ends[i] = (int) Lanes.begin(rows, i, lanes);
    return ends;
  }

  /// Number of tokens of all runs.
  static int rows(List<TokenRun> runs) {
    return runs.stream().mapToInt(TokenRun::length).sum();
  }

  /// The first row of each lane, and last the number of rows.
  ///
  /// @param parts the runs of each lane
  static int[] ends(List<List<TokenRun>> parts) {
    int[] ends = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) ends[i + 1] = ends[i] + rows(parts.get(i));
    return ends;
  }
}
