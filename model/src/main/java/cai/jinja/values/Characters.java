package cai.jinja.values;

/// Python's classes of characters.
public final class Characters {
  private Characters() {}

  /// White space as `str.isspace`, `strip`, `split` and `\s` define it.
  public static boolean isSpace(int c) {
    return c >= 0x09 && c <= 0x0d
        || c >= 0x1c && c <= 0x20
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || c >= 0x2000 && c <= 0x200a
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  /// Whether `splitlines` ends a line at the character.
  public static boolean endsLine(int c) {
    return c >= 0x0a && c <= 0x0d
        || c >= 0x1c && c <= 0x1e
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  public static boolean isPrintable(int c) {
    if (c == ' ') return true;
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  public static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  public static boolean isAlphabetic(int c) {
    return Character.isLetter(c);
  }

  public static boolean isDecimal(int c) {
    return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }

  /// Digits as `str.isdigit` defines them: decimal digits and, for example, superscripts.
  public static boolean isDigit(int c) {
    return isDecimal(c)
        || c == 0xb2
        || c == 0xb3
        || c == 0xb9
        || c == 0x2070
        || c >= 0x2074 && c <= 0x2079
        || c >= 0x2080 && c <= 0x2089
        || c >= 0x2460 && c <= 0x2468
        || c >= 0x2474 && c <= 0x247c
        || c >= 0x2488 && c <= 0x2490
        || c == 0x24ea
        || c >= 0x24f5 && c <= 0x24fd
        || c == 0x24ff
        || c >= 0x2776 && c <= 0x277e
        || c >= 0x2780 && c <= 0x2788
        || c >= 0x278a && c <= 0x2792
        || c >= 0x1369 && c <= 0x1371
        || c >= 0x1f100 && c <= 0x1f10a;
  }

  public static boolean isNumeric(int c) {
    int type = Character.getType(c);
    return isDigit(c)
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER
        || Character.getNumericValue(c) != -1 && Character.isIdeographic(c);
  }

  /// A character of a word, `\w`.
  public static boolean isWord(int c) {
    return c == '_' || isAlphabetic(c) || isNumeric(c);
  }
}
