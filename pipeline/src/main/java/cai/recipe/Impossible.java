package cai.recipe;

import java.util.ArrayList;
import java.util.List;

/// Values of a section that cannot work together, for the compact constructor of its record: all of
/// them are said at once.
public final class Impossible {
  private final List<String> reasons = new ArrayList<>();

  /// Refuses a combination.
  ///
  /// @param reason names the values, what is wrong with them and what to set
  public Impossible when(boolean impossible, String reason) {
    if (impossible) reasons.add(reason);
    return this;
  }

  /// @throws IllegalArgumentException with one line for each reason
  public void throwIfAny() {
    if (!reasons.isEmpty()) throw new IllegalArgumentException(String.join("\n", reasons));
  }
}
