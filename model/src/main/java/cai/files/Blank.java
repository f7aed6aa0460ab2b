package cai.files;

/// Texts that say nothing.
public final class Blank {
  private static final int NEXT_LINE = 0x85;

  private Blank() {}

  /// Whether a text is empty or white space alone, no-break and other Unicode spaces included.
  /// Zero-width characters are no white space. It is what Python's `str.isspace` says, with which
  /// most data are made.
  public static boolean is(String text) {
    return text.codePoints().allMatch(Blank::isSpace);
  }

  private static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == NEXT_LINE;
  }
}
