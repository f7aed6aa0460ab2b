package cai.jinja.syntax;

import cai.jinja.values.JinjaException;

/// Escapes in a template's strings, as Python's `unicode-escape` reads them.
final class Escapes {
  private final String source;
  private final int line;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private Escapes(String source, int line) {
    this.source = source;
    this.line = line;
  }

  static String decoded(String literal, int line) {
    if (literal.indexOf('\\') < 0) return literal;
    return new Escapes(ascii(literal), line).decode();
  }

  /// Jinja first replaces characters outside of ASCII by escapes. A backslash before such a
  /// character therefore escapes the backslash of its escape.
  private static String ascii(String text) {
    var ascii = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c < 0x80) ascii.append((char) c);
          else if (c < 0x100) ascii.append("\\x%02x".formatted(c));
          else ascii.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        });
    return ascii.toString();
  }

  private String decode() {
    while (at < source.length()) {
      char c = source.charAt(at++);
      if (c == '\\') escape();
      else out.append(c);
    }
    return out.toString();
  }

  private void escape() {
    if (at == source.length()) throw wrong("\\ at end of string");
    char c = source.charAt(at++);
    switch (c) {
      case '\n' -> {}
      case '\\', '\'', '"' -> out.append(c);
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case 'x' -> hexadecimal(2);
      case 'u' -> hexadecimal(4);
      case 'U' -> hexadecimal(8);
      case 'N' -> named();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
      default -> out.append('\\').append(c);
    }
  }

  private void hexadecimal(int digits) {
    int end = at + digits;
    if (end > source.length() || !source.substring(at, end).matches("[0-9a-fA-F]+"))
      throw wrong("truncated escape in a string");
    long c = Long.parseLong(source.substring(at, end), 16);
    if (c > Character.MAX_CODE_POINT) throw wrong("illegal Unicode character");
    out.appendCodePoint((int) c);
    at = end;
  }

  private void octal() {
    int from = at - 1;
    while (at < source.length() && at < from + 3 && "01234567".indexOf(source.charAt(at)) >= 0)
      at++;
    out.appendCodePoint(Integer.parseInt(source.substring(from, at), 8));
  }

  private void named() {
    int end = source.indexOf('}', at);
    if (!source.startsWith("{", at) || end < 0) throw wrong("malformed \\N character escape");
    try {
      out.appendCodePoint(Character.codePointOf(source.substring(at + 1, end)));
    } catch (IllegalArgumentException e) {
      throw wrong("unknown Unicode character name");
    }
    at = end + 1;
  }

  private JinjaException wrong(String message) {
    return JinjaException.syntax(message, line);
  }
}
