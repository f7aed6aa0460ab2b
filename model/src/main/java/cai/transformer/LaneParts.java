package cai.transformer;

import cai.tensor.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of a pass parted among lanes: whole runs, in order, about as many tokens for each lane,
/// or rows of any runs, for which lanes wait for each other.
///
/// A lane reads all weights for its rows alone. That pays where it has rows enough and where lanes
/// are few; with more, threads that share each product read the weights once.
final class LaneParts {
  private static final int FEWEST_ROWS = 8;
  private static final int MOST_LANES = 4;
  private static final int VECTOR = 16; // columns

  /// Rows of the largest part in percent of an equal share, at most; beyond that one lane would
  /// work while the others wait.
  private static final int LARGEST_PERCENT = 120;

  private LaneParts() {}

  /// Whether splitting this many rows across lanes beats sharing each product between them.
  static boolean pay(int rows, int lanes) {
    return lanes > 1 && lanes <= MOST_LANES && rows >= lanes * FEWEST_ROWS;
  }

  /// How many lanes share a product where rows are too few to part.
  static int sharing() {
    return Lanes.count() <= MOST_LANES ? Lanes.count() : 1;
  }

  /// Parts of the columns of a product, one for each lane that shares it: where each begins, and
  /// behind them the number of columns. They begin where vectors do; narrow products are not
  /// parted.
  static int[] columns(int all) {
    int parts = all < 2 * VECTOR * sharing() ? 1 : sharing();
    int[] ends = new int[parts + 1];
    for (int i = 0; i < parts; i++) ends[i] = (int) Lanes.begin(all / VECTOR, i, parts) * VECTOR;
    ends[parts] = all;
    return ends;
  }

  /// The runs of each lane; empty where one would have much more than another.
  static Optional<List<List<TokenRun>>> wholeRuns(List<TokenRun> runs, int lanes) {
    int rows = rows(runs);
    var parts = new ArrayList<List<TokenRun>>();
    int before = 0;
    for (TokenRun run : runs) {
      // A run belongs where its middle lies.
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

  /// Rows for each lane, whatever runs they belong to: where each part begins, and behind them the
  /// number of rows.
  static int[] equal(int rows, int lanes) {
    int[] ends = new int[lanes + 1];
    for (int i = 0; i <= lanes; i++) ends[i] = (int) Lanes.begin(rows, i, lanes);
    return ends;
  }

  /// Tokens of all runs.
  static int rows(List<TokenRun> runs) {
    return runs.stream().mapToInt(TokenRun::length).sum();
  }

  /// The first row of each part, and behind them the number of rows.
  static int[] ends(List<List<TokenRun>> parts) {
    int[] ends = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) ends[i + 1] = ends[i] + rows(parts.get(i));
    return ends;
  }
}
