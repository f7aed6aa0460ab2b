package cai.report;

import cai.recipe.Setting;

/// The `report` section of a recipe.
///
/// @param examples red-team examples shown side by side
/// @param smallSample fewest prompts from which a comparison says whether something moved
public record ReportSettings(
    @Setting(
            value = "4",
            about = "Red-team examples shown side by side, each of another kind of harm.",
            min = 1,
            max = 10)
        int examples,
    @Setting(
            value = "20",
            about = "Comparisons over fewer prompts are called too small to say anything.",
            min = 2)
        int smallSample) {
  public ReportSettings {
    if (examples < 1 || examples > 10) throw new IllegalArgumentException("examples=" + examples);
    if (smallSample < 2) throw new IllegalArgumentException("smallSample=" + smallSample);
  }

  /// What a recipe without a `report` section gets.
  public static ReportSettings defaults() {
    return new ReportSettings(4, 20);
  }
}
