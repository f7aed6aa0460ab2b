package cai.recipe;

import java.util.ArrayList;
import java.util.List;

/// Refuses values of a section that exclude each other. The compact constructor of the section's
/// record uses it to report all such combinations together.
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
