package cai.json;

import cai.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/// Files of one JSON value a line, gzip-compressed or not.
public final class JsonLines {
  private JsonLines() {}

  /// Calls `each` with the place (`file:line`) and the text of every line that is not blank. Each
  /// line is parsed on its own, so a broken one cannot swallow its neighbour.
  public static void forEach(Path file, BiConsumer<String, String> each) {
    try (BufferedReader reader = reader(file)) {
      String line;
      for (int number = 1; (line = reader.readLine()) != null; number++) {
        if (!line.isBlank()) each.accept(file + ":" + number, line);
      }
    } catch (CharacterCodingException e) {
      throw new UserError(file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /// Reads a file of records.
  public static <T> java.util.List<T> read(Path file, Class<T> type) {
    var records = new java.util.ArrayList<T>();
    forEach(file, (where, line) -> records.add(Json.parse(line, type, where)));
    return java.util.List.copyOf(records);
  }

  private static BufferedReader reader(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    boolean zipped = file.toString().endsWith(".gz");
    return new BufferedReader(
        new InputStreamReader(
            zipped ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8.newDecoder()));
  }
}
