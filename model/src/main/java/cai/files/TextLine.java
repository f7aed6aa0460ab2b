package cai.files;

import java.nio.file.Path;

/// A line of a file.
///
/// @param file as messages name it
/// @param number from 1
/// @param text of the line without its line end; of a faulty line the part that could be read
/// @param characters length of the whole line; in bytes if the line was too long to be read
/// @param fault the reason why the line cannot be used, or empty
public record TextLine(Path file, long number, String text, long characters, String fault) {
  /// File and line, as messages begin.
  public String where() {
    return file + ":" + number;
  }

  /// Whether the line is blank and without fault.
  public boolean isBlank() {
    return fault.isEmpty() && Blank.is(text);
  }
}
