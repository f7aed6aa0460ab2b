package cai.cli;

import cai.UserError;
import cai.json.Json;
import cai.run.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where results go, one JSON object on each line: a file, which appears as a whole, or the
/// standard output.
record OutputLines(Surroundings surroundings, Optional<Path> file) {

  /// What can be known to fail is known before any model is loaded.
  OutputLines {
    file = file.map(surroundings::resolve);
    file.ifPresent(one -> check(one, "--out"));
  }

  /// @param option that names the file
  static void check(Path file, String option) {
    if (Files.isDirectory(file))
      throw new UserError(file + ": is a folder; " + option + " names the file to be written");
    if (!Files.isDirectory(file.getParent()))
      throw new UserError(file + ": its folder does not exist; make it or name another file");
    if (!Files.isWritable(file.getParent()))
      throw new UserError(file + ": its folder cannot be written to; name another file");
  }

  void write(List<?> results) {
    var text = new StringBuilder();
    for (Object result : results) text.append(Json.line(result)).append('\n');
    if (file.isPresent()) {
      AtomicFiles.write(file.get(), text.toString());
      return;
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    surroundings.out().write(bytes, 0, bytes.length);
    surroundings.out().flush();
  }
}
