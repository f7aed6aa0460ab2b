package cai.jinja.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;

/// Python's text of values: `True`, `None`, `1.0`, `['a', 2]`.
public final class Representation {
  private static final int MOST_DIGITS = 4_300;

  private final TextBuilder out = new TextBuilder();
  private final Meter meter;

  private Representation(Meter meter) {
    this.meter = meter;
  }

  /// `str` of a value that is not a text.
  static Text text(Object value, Meter meter) {
    return value instanceof Boolean || value instanceof None || !(value instanceof Double number)
        ? whole(value, meter)
        : Text.of(real(number));
  }

  private static Text whole(Object value, Meter meter) {
    var representation = new Representation(meter);
    representation.write(value);
    return meter.made(representation.out.text());
  }

  /// `repr` of any value.
  public static Text of(Object value, Meter meter) {
    return whole(value, meter);
  }

  /// `repr` for a message.
  public static String of(Object value) {
    return whole(value, new Meter(0)).toString();
  }

  private void write(Object value) {
    meter.step();
    meter.enter();
    switch (value) {
      case Text text -> out.append(quoted(text));
      case Boolean truth -> out.append(truth ? "True" : "False");
      case None _ -> out.append("None");
      case BigInteger number -> out.append(digits(number));
      case Double number -> out.append(real(number));
      case List<?> list -> items("[", list, "]");
      case Tuple tuple -> items("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")");
      case Dict dict -> entries(dict);
      case DictView view -> {
        out.append(view.type()).append("(");
        items("[", view.contents(), "]");
        out.append(")");
      }
      case Range range -> range(range);
      case Undefined _ -> out.append("Undefined");
      case Namespace namespace -> {
        out.append("<Namespace ");
        write(namespace.attributes());
        out.append(">");
      }
      case JinjaObject object -> out.append(object.printed().orElseThrow(() -> unprinted(object)));
      default -> throw unprinted(value);
    }
    meter.leave();
  }

  private static JinjaException unprinted(Object value) {
    return JinjaException.unsupported(
        "printing a '" + Types.name(value) + "' object is not supported");
  }

  private void range(Range range) {
    out.append("range(" + range.start() + ", " + range.stop());
    out.append(range.step() == 1 ? ")" : ", " + range.step() + ")");
  }

  private void items(String begin, List<?> items, String end) {
    out.append(begin);
    for (Iterator<?> each = items.iterator(); each.hasNext(); ) {
      write(each.next());
      if (each.hasNext()) out.append(", ");
    }
    out.append(end);
  }

  private void entries(Dict dict) {
    out.append("{");
    for (Iterator<Dict.DictEntry> each = dict.entries().iterator(); each.hasNext(); ) {
      Dict.DictEntry entry = each.next();
      write(entry.key());
      out.append(": ");
      write(entry.value());
      if (each.hasNext()) out.append(", ");
    }
    out.append("}");
  }

  public static String digits(BigInteger number) {
    String digits = number.toString();
    if (digits.length() > MOST_DIGITS)
      throw JinjaException.failed("a number has too many digits to be printed");
    return digits;
  }

  /// The shortest digits that give the same double, written as Python writes them.
  public static String real(double number) {
    if (Double.isNaN(number)) return "nan";
    if (Double.isInfinite(number)) return number > 0 ? "inf" : "-inf";
    String sign = number < 0 || 1 / number < 0 ? "-" : "";
    if (number == 0) return sign + "0.0";
    BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
    String digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      String rest = digits.substring(1);
      String two = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
      String tail = "e" + (exponent < 0 ? "-" : "+") + two;
      return sign + digits.charAt(0) + (rest.isEmpty() ? "" : "." + rest) + tail;
    }
    String plain = decimal.toPlainString();
    return sign + (plain.contains(".") ? plain : plain + ".0");
  }

  public static String quoted(String text) {
    return quoted(Text.of(text)).toString();
  }

  /// A text in quotes, with escapes for what cannot be seen.
  private static Text quoted(Text text) {
    String chars = text.toString();
    char quote = chars.contains("'") && !chars.contains("\"") ? '"' : '\'';
    var out = new TextBuilder();
    if (text.isMarkup()) out.append("Markup(");
    out.append(String.valueOf(quote));
    int from = 0;
    for (int i = 0; i < chars.length(); ) {
      int c = chars.codePointAt(i);
      int next = i + Character.charCount(c);
      String escaped = escaped(c, quote);
      if (!escaped.isEmpty()) {
        out.append(text.substring(from, i).asPlain());
        out.append(text.substring(i, next).asPlain().changedTo(escaped));
        from = next;
      }
      i = next;
    }
    out.append(text.substring(from, chars.length()).asPlain()).append(String.valueOf(quote));
    return (text.isMarkup() ? out.append(")") : out).text();
  }

  /// The escape of a character; empty where the character is written as it is.
  private static String escaped(int c, char quote) {
    if (c == quote || c == '\\') return "\\" + (char) c;
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> {
        if (Characters.isPrintable(c)) yield "";
        if (c < 0x100) yield "\\x%02x".formatted(c);
        yield c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c);
      }
    };
  }
}
