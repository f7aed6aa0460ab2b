package cai.recipe;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Values as canonical YAML text.
final class YamlText {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
  private static final Pattern WORD_WITH_A_MEANING =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private YamlText() {}

  /// A number in the fewest characters that give it back exactly: `1`, `0.05`, `1e-5`.
  static String number(double value) {
    if (value == 0) return "0";
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 7) return exact.toPlainString();
    String digits = exact.unscaledValue().abs().toString();
    return (exact.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + exponent;
  }

  /// A text, in quotes where YAML could take it for something else.
  static String quoted(String text) {
    if (SAFE.matcher(text).matches() && !WORD_WITH_A_MEANING.matcher(text).matches()) return text;
    var out = new StringBuilder("\"");
    text.codePoints().forEach(point -> escape(point, out));
    return out.append('"').toString();
  }

  private static void escape(int point, StringBuilder out) {
    boolean readable =
        point >= 0x20 && point < 0x7F
            || point > 0xA0 && Character.isDefined(point) && !isSpecial(point);
    switch (point) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      default -> {
        if (readable) out.appendCodePoint(point);
        else out.append(String.format(point > 0xFFFF ? "\\U%08x" : "\\u%04x", point));
      }
    }
  }

  private static boolean isSpecial(int point) {
    return switch (Character.getType(point)) {
      case Character.SURROGATE,
          Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }

  /// A value as a message shows it: one line, not too long, in quotes where it was in quotes.
  static String shown(YamlNode.Scalar scalar) {
    String line = scalar.text().replaceAll("\\s+", " ");
    String brief = line.length() > 60 ? line.substring(0, 57) + "..." : line;
    return scalar.plain() ? brief : '"' + brief + '"';
  }
}
