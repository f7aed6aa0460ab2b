package cai.storage;

import cai.json.Json;
import java.nio.file.Path;
import java.util.List;

/// Writes records as JSON lines, whole or not at all.
public final class Lines {
  private Lines() {}

  /// One line for each record.
  public static void write(Path file, List<?> records) {
    var text = new StringBuilder();
    for (Object line : records) text.append(Json.line(line)).append('\n');
    AtomicFiles.write(file, text.toString());
  }
}
