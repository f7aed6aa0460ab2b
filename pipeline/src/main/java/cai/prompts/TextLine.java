package cai.prompts;

import java.nio.file.Path;

/// A line of a file.
///
/// @param text without its line end; where the line is faulty, what could be read of it
/// @param characters length of the whole line; bytes where it was not read whole
/// @param fault why it cannot be used, or empty
record TextLine(Path file, long number, String text, long characters, String fault) {
  /// File and line, as messages begin.
  String where() {
    return file + ":" + number;
  }
}
