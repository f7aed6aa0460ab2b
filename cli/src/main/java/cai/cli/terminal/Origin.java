package cai.cli.terminal;

import java.io.PrintWriter;
import java.util.Optional;

/// The stack traces of an error and its causes, without abbreviation, for developers of the
/// program.
public record Origin(Throwable error) {
  public void print(PrintWriter out) {
    String lead = "";
    Optional<Throwable> next = Optional.of(error);
    while (next.isPresent()) {
      out.println(lead + next.get());
      for (StackTraceElement frame : next.get().getStackTrace()) out.println("\tat " + frame);
      lead = "Caused by: ";
      next = next.map(Throwable::getCause);
    }
  }
}
