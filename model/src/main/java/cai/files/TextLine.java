package cai.files;

import java.nio.file.Path;

/// A line of a file.
///
/// @param file as messages name it
/// @param number from 1
/// @param text without its line end; where the line is faulty, what could be read of it
/// @param characters length of the whole line; bytes where it was not read whole
/// @param fault why it cannot be used, or empty
public record TextLine(Path file, long number, String text, long characters, String fault) {
  /// File and line, as messages begin.
  public String where() {
    return file + ":" + number;
  }

  /// Whether it can be used and says nothing.
  public boolean isBlank() {
    return fault.isEmpty() && Blank.is(text);
  }
}
