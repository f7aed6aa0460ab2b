package cai.prompts;

import cai.files.TextLine;

/// A row of data that could not be used: one line of `bad-rows.jsonl`.
///
/// @param file name of the file, without folders, so that the line is the same on every machine
/// @param line number, from 1
/// @param reason what is wrong with it
/// @param characters length of the row
/// @param text the row, or its beginning where it is very long
public record BadRow(
    String format, String file, long line, String reason, long characters, String text) {
  /// Format and version of the lines.
  public static final String FORMAT = "bad-row/1";

  private static final int SHOWN = 2_000;

  /// A bad row in the current format.
  static BadRow of(TextLine line, String reason) {
    String text = line.text();
    int end = Math.min(SHOWN, text.length());
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
    String file = line.file().getFileName().toString();
    return new BadRow(
        FORMAT, file, line.number(), reason, line.characters(), text.substring(0, end));
  }
}
