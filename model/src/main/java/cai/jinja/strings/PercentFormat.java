package cai.jinja.strings;

import cai.jinja.values.Dict;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Range;
import cai.jinja.values.Representation;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/// Python's `format % values`.
public final class PercentFormat {
  private static final int MOST = 1_000_000;

  private final Text format;
  private final Object values;
  private final Meter meter;
  private final TextBuilder out = new TextBuilder();
  private final List<Object> items;
  private int at;
  private int next;

  private PercentFormat(Text format, Object values, Meter meter) {
    this.format = format;
    this.values = values;
    this.meter = meter;
    this.items = values instanceof Tuple tuple ? tuple.items() : List.of(values);
  }

  public static Text format(Text format, Object values, Meter meter) {
    return new PercentFormat(format, values, meter).format();
  }

  private Text format() {
    String chars = format.toString();
    while (at < chars.length()) {
      int percent = chars.indexOf('%', at);
      int end = percent < 0 ? chars.length() : percent;
      meter.characters(end - at);
      out.append(format.substring(at, end));
      at = end;
      if (percent >= 0) {
        at++;
        directive();
      }
    }
    boolean mapping =
        values instanceof Dict
            || values instanceof List<?>
            || values instanceof Undefined
            || values instanceof Range;
    if (next < items.size() && !mapping)
      throw JinjaException.failed("not all arguments converted during string formatting");
    return out.text(format.isMarkup());
  }

  private char current() {
    if (at >= format.toString().length()) throw JinjaException.failed("incomplete format");
    return format.toString().charAt(at);
  }

  private void directive() {
    Object keyed = None.NONE;
    boolean named = current() == '(';
    if (named) keyed = keyed();
    var flags = new StringBuilder();
    while ("#0- +".indexOf(current()) >= 0) flags.append(format.toString().charAt(at++));
    int width = number(-1);
    if (width < -1) {
      flags.append('-');
      width = -width;
    }
    int precision = -1;
    if (current() == '.') {
      at++;
      precision = Math.max(0, number(0));
    }
    while ("hlL".indexOf(current()) >= 0) at++;
    char kind = current();
    at++;
    if (kind == '%') {
      out.append("%");
      return;
    }
    Object value = named ? keyed : nextItem();
    Text converted = converted(kind, value, flags.toString(), precision);
    pad(converted, kind, flags.toString(), width);
  }

  private Object keyed() {
    int end = format.toString().indexOf(')', at);
    if (end < 0) throw JinjaException.failed("incomplete format key");
    if (!(values instanceof Dict dict)) throw JinjaException.failed("format requires a mapping");
    String key = format.toString().substring(at + 1, end);
    at = end + 1;
    next = items.size();
    return dict.get(key).orElseThrow(() -> JinjaException.failed(Representation.quoted(key)));
  }

  private Object nextItem() {
    if (next >= items.size()) throw JinjaException.failed("not enough arguments for format string");
    return items.get(next++);
  }

  private int number(int otherwise) {
    if (current() == '*') {
      at++;
      Object given = nextItem();
      if (!Numbers.isWhole(given)) throw JinjaException.failed("* wants int");
      return limited(Numbers.count(given));
    }
    int from = at;
    while (Character.isDigit(current())) at++;
    if (at == from) return otherwise;
    String digits = format.toString().substring(from, at);
    return limited(digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits));
  }

  private static int limited(int number) {
    if (Math.abs((long) number) > MOST) throw JinjaException.limit("a format is too wide");
    return number;
  }

  private Text converted(char kind, Object value, String flags, int precision) {
    return switch (kind) {
      case 's' -> {
        Text text = Values.text(value, meter);
        yield cut(format.isMarkup() ? Markup.escaped(text) : text, precision);
      }
      case 'r', 'a' -> cut(Representation.of(value, meter), precision);
      case 'd', 'i', 'u', 'o', 'x', 'X' -> Text.of(whole(kind, value, flags, precision));
      case 'e', 'E', 'f', 'F', 'g', 'G' -> Text.of(real(kind, value, flags, precision));
      case 'c' -> character(value);
      default -> throw JinjaException.failed("unsupported format character '" + kind + "'");
    };
  }

  private static Text cut(Text text, int precision) {
    return precision < 0 || precision >= text.length()
        ? text
        : text.substring(0, text.unit(precision));
  }

  private static Text character(Object value) {
    if (value instanceof Text text && text.length() == 1) return text;
    if (Numbers.isWhole(value) && Numbers.count(value) >= 0 && Numbers.count(value) <= 0x10ffff)
      return Text.of(Character.toString(Numbers.count(value)));
    throw JinjaException.failed("%c requires int or char");
  }

  private static String whole(char kind, Object value, String flags, int precision) {
    if (value instanceof Undefined undefined) throw undefined.failure();
    boolean decimal = "diu".indexOf(kind) >= 0;
    BigInteger number;
    if (Numbers.isWhole(value)) number = Numbers.whole(value);
    else if (decimal && value instanceof Double real && Double.isFinite(real))
      number = new BigDecimal(real).toBigInteger();
    else
      throw JinjaException.failed(
          "%" + kind + " format: a number is required, not " + Types.name(value));
    String digits = number.abs().toString(kind == 'o' ? 8 : kind == 'x' || kind == 'X' ? 16 : 10);
    if (kind == 'X') digits = digits.toUpperCase(Locale.ROOT);
    if (digits.length() < precision) digits = "0".repeat(precision - digits.length()) + digits;
    String prefix = flags.contains("#") && !decimal ? "0" + kind : "";
    return sign(number.signum() < 0, flags) + prefix + digits;
  }

  private static String real(char kind, Object value, String flags, int precision) {
    if (value instanceof Undefined undefined) throw undefined.failure();
    if (!Numbers.isNumber(value))
      throw JinjaException.failed("must be real number, not " + Types.name(value));
    double number = Numbers.real(value);
    String digits = Digits.of(number, kind, precision < 0 ? 6 : precision, flags.contains("#"));
    return sign(Digits.isNegative(number), flags) + digits;
  }

  private static String sign(boolean negative, String flags) {
    return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
  }

  private void pad(Text text, char kind, String flags, int width) {
    int missing = Math.max(0, width - text.length());
    meter.characters((long) missing + text.toString().length());
    String digits = text.toString();
    boolean number = "srac".indexOf(kind) < 0;
    if (flags.contains("-")) {
      out.append(text).append(" ".repeat(missing));
    } else if (flags.contains("0") && number) {
      int from = digits.startsWith("-") || digits.startsWith("+") || digits.startsWith(" ") ? 1 : 0;
      if (digits.startsWith("0x", from)
          || digits.startsWith("0X", from)
          || digits.startsWith("0o", from)) from += 2;
      out.append(digits.substring(0, from) + "0".repeat(missing) + digits.substring(from));
    } else {
      out.append(" ".repeat(missing)).append(text);
    }
  }
}
