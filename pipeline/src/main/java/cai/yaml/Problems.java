package cai.yaml;

import cai.errors.UserError;
import java.util.ArrayList;
import java.util.List;

/// Collects the faults of one or more files, so that they are shown together.
public final class Problems {
  private static final int SHOWN = 40;
  private final List<String> lines = new ArrayList<>();

  /// Adds one problem; `where` is a file and line.
  public void add(String where, String what) {
    lines.add(where + ": " + what);
  }

  /// Whether nothing is wrong so far.
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /// Throws one error that holds a line for each problem, if there is any.
  public void throwIfAny() {
    if (lines.isEmpty()) return;
    String message = String.join("\n", lines.subList(0, Math.min(SHOWN, lines.size())));
    if (lines.size() > SHOWN) message += "\n... and " + (lines.size() - SHOWN) + " more";
    throw new UserError(message);
  }
}
