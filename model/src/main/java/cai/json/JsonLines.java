package cai.json;

import cai.errors.UserError;
import cai.files.TextInput;
import cai.files.TextLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Files of one JSON value a line, gzip-compressed or not.
public final class JsonLines {
  private JsonLines() {}

  /// Calls `each` with the place (`file:line`) and the text of every line that is not blank. Each
  /// line is parsed on its own, so a broken one cannot swallow its neighbour.
  public static void forEach(Path file, BiConsumer<String, String> each) {
    forEach(TextInput.of(file), each);
  }

  /// Calls `each` with every line that is not blank, of a file or of the standard input.
  ///
  /// @throws UserError at the first line that is not text, too
  public static void forEach(TextInput input, BiConsumer<String, String> each) {
    TextLines.forEach(
        input,
        line -> {
          if (!line.fault().isEmpty()) throw new UserError(line.where() + ": " + line.fault());
          if (!line.isBlank()) each.accept(line.where(), line.text());
        });
  }

  /// Reads a file of records.
  public static <T> List<T> read(Path file, Class<T> type) {
    var records = new ArrayList<T>();
    forEach(file, (where, line) -> records.add(Json.parse(line, type, where)));
    return List.copyOf(records);
  }
}
