package cai.files;

/// Recognises texts without content.
public final class Blank {
  private static final int NEXT_LINE = 0x85;

  private Blank() {}

  /// Whether a text is empty or white space alone, no-break and other Unicode spaces included.
  /// White space as Python's `str.isspace` defines it, because most data are made with Python.
  /// Zero-width characters are not white space.
  public static boolean is(String text) {
    return text.codePoints().allMatch(Blank::isSpace);
  }

  private static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == NEXT_LINE;
  }
}
