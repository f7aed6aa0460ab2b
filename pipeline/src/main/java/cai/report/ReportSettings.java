package cai.report;

/// The `report` section of a recipe.
///
/// @param examples red-team examples shown side by side, 3 to 5
/// @param smallSample below so many prompts a comparison is called too small to say anything
public record ReportSettings(int examples, int smallSample) {
  public ReportSettings {
    if (examples < 1 || examples > 10) throw new IllegalArgumentException("examples=" + examples);
    if (smallSample < 2) throw new IllegalArgumentException("smallSample=" + smallSample);
  }

  /// What a recipe without a `report` section gets.
  public static ReportSettings defaults() {
    return new ReportSettings(4, 20);
  }
}
