package cai.cli;

import cai.cli.terminal.StandardOutput;
import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.files.OutputFile;
import cai.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes results as JSON lines as soon as they are there: to a file, which appears as a whole at
/// the end, or to the standard output.
///
/// **Thread-safety**: one thread writes; another one may end the program at any time.
final class OutputLines implements AutoCloseable {
  private static final Set<String> STANDARD_OUTPUT =
      Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  private final Surroundings surroundings;
  private final Optional<OutputFile> file;
  private final Thread interrupted = new Thread(() -> tell("\ninterrupted; "));
  private volatile long written;

  /// Checks the output before any model is loaded.
  ///
  /// @param file empty for the standard output
  /// @param input file that is read at the same time, as the user named it
  OutputLines(Surroundings surroundings, Optional<Path> file, Path input) {
    this.surroundings = surroundings;
    this.file =
        file.filter(one -> !STANDARD_OUTPUT.contains(one.toString()))
            .map(one -> OutputFile.of(surroundings.resolve(one), "--out"));
    if (this.file.filter(one -> one.isSameAs(surroundings.resolve(input))).isPresent())
      throw new UserError("--out=" + file.orElseThrow() + " is the input; name another file");
    if (this.file.isPresent()) Runtime.getRuntime().addShutdownHook(interrupted);
  }

  /// Adds a line for each result.
  void write(List<?> results) {
    var text = new StringBuilder();
    for (Object result : results) text.append(Json.line(result)).append('\n');
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (file.isPresent()) {
      file.get().write(bytes);
    } else {
      surroundings.out().write(bytes, 0, bytes.length);
      if (surroundings.out().checkError()) throw StandardOutput.refusal(surroundings.out());
    }
    written += results.size();
  }

  /// Finishes the output after the last result.
  void finish() {
    file.ifPresent(OutputFile::finish);
  }

  /// Says where unfinished results are kept.
  private void tell(String why) {
    file.flatMap(OutputFile::unfinished)
        .ifPresent(place ->
            surroundings.err().printf("%sthe %,d results so far are in %s%n", why, written, place));
  }

  @Override
  public void close() {
    if (file.isEmpty()) return;
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException _) {
      // The program is ending, and the other thread tells.
      return;
    }
    file.get().close();
    tell("");
  }
}
