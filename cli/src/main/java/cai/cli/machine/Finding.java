package cai.cli.machine;

import java.util.Optional;

/// One thing that was looked at.
///
/// @param what was looked at
/// @param seen what is there
/// @param advice what to do, where there is something to do
/// @param isProblem whether runs fail or crawl until that is done
public record Finding(String what, String seen, Optional<String> advice, boolean isProblem) {
  static Finding ok(String what, String seen) {
    return new Finding(what, seen, Optional.empty(), false);
  }

  static Finding hint(String what, String seen, String advice) {
    return new Finding(what, seen, Optional.of(advice), false);
  }

  static Finding problem(String what, String seen, String advice) {
    return new Finding(what, seen, Optional.of(advice), true);
  }

  public String verdict() {
    return isProblem ? "problem" : "ok";
  }
}
