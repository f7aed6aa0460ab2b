package cai.cli.machine;

import java.util.Optional;

/// What `cai doctor` says of one property of the machine or the installation.
///
/// @param what the property
/// @param seen its value
/// @param advice what to do, where there is something to do
/// @param isProblem whether runs fail or are very slow until the advice is followed
public record Diagnosis(String what, String seen, Optional<String> advice, boolean isProblem) {
  static Diagnosis ok(String what, String seen) {
    return new Diagnosis(what, seen, Optional.empty(), false);
  }

  static Diagnosis hint(String what, String seen, String advice) {
    return new Diagnosis(what, seen, Optional.of(advice), false);
  }

  static Diagnosis problem(String what, String seen, String advice) {
    return new Diagnosis(what, seen, Optional.of(advice), true);
  }

  public String verdict() {
    return isProblem ? "problem" : "ok";
  }
}
