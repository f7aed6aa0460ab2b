package cai.reinforcement;

/// How training ended: `reinforcement/outcome.json`.
///
/// @param steps made
/// @param stopped whether a guard ended it early
/// @param sentence the outcome in words
public record ReinforcementOutcome(String format, int steps, boolean stopped, String sentence) {
  /// Format and version of the file.
  public static final String FORMAT = "reinforcement-outcome/1";
}
