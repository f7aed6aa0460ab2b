package cai.cost;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A file into which a stage writes a line for each piece of work, so that the lines of an
/// interrupted stage tell how much of it is done.
///
/// @param file its name in the stage's folder
/// @param lines that it has when the stage is finished
/// @param weight of a line among the lines of all files of the stage
public record WrittenLines(String file, double lines, double weight) {
  /// The weight of the whole file.
  double whole() {
    return weight * lines;
  }

  /// The weight of the lines that are there.
  double written(Path folder) {
    return weight * Math.min(lines, count(folder.resolve(file)));
  }

  private static long count(Path file) {
    if (!Files.isRegularFile(file)) return 0;
    // A crash may have torn the last line in the middle of a character.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.count();
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
