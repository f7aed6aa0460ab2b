package cai.run.training;

/// A training that diverged went back to its last good state and goes on from there more slowly:
/// one line of `rollbacks.jsonl`.
///
/// @param step at which the fault was found, from 1
/// @param what was found, as a clause of a sentence
/// @param kept number of steps behind the state that training went back to
/// @param learningRate from then on, after the warm-up
public record Rollback(String format, int step, String what, int kept, double learningRate) {
  /// Format and version of the lines.
  public static final String FORMAT = "rollback/1";
}
