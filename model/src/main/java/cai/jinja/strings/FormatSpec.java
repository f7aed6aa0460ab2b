package cai.jinja.strings;

import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Numbers;
import cai.jinja.values.Representation;
import cai.jinja.values.Text;
import cai.jinja.values.Types;
import cai.jinja.values.Values;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's format specifications, such as `>10.2f`.
public final class FormatSpec {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?s)(?:(.)?([<>=^]))?([-+"
              + " ])?(z)?(#)?(0)?(\\d{1,7})?([,_])?(?:\\.(\\d{1,7}))?([a-zA-Z%])?");

  private final Matcher spec;
  private final String where;

  private FormatSpec(Matcher spec, String where) {
    this.spec = spec;
    this.where = where;
  }

  public static Text apply(Object value, String spec, Meter meter) {
    if (spec.isEmpty()) return Values.text(value, meter);
    Matcher matcher = SPEC.matcher(spec);
    if (!matcher.matches())
      throw JinjaException.failed(
          "Invalid format specifier '"
              + spec
              + "' for a value of type '"
              + Types.name(value)
              + "'");
    return new FormatSpec(matcher, Types.name(value)).format(value, meter);
  }

  private Text format(Object value, Meter meter) {
    return switch (value) {
      case Text text -> text(text, meter);
      case Boolean _, BigInteger _ when isReal() -> number(real(Numbers.real(value)), meter);
      case Boolean truth -> number(whole(Numbers.whole(truth)), meter);
      case BigInteger number ->
          type() == 'c' ? character(number, meter) : number(whole(number), meter);
      case Double number -> number(real(number), meter);
      default ->
          throw JinjaException.failed(
              "unsupported format string passed to " + where + ".__format__");
    };
  }

  private char type() {
    return spec.group(10) == null ? ' ' : spec.group(10).charAt(0);
  }

  private boolean isReal() {
    return "eEfFgG%".indexOf(type()) >= 0;
  }

  private int precision() {
    return spec.group(9) == null ? -1 : Integer.parseInt(spec.group(9));
  }

  private JinjaException unknown() {
    return JinjaException.failed(
        "Unknown format code '" + type() + "' for object of type '" + where + "'");
  }

  private Text text(Text text, Meter meter) {
    if (type() != ' ' && type() != 's') throw unknown();
    if (spec.group(3) != null)
      throw JinjaException.failed("Sign not allowed in string format specifier");
    if (spec.group(8) != null) throw JinjaException.failed("Cannot specify ',' with 's'.");
    if ("=".equals(spec.group(2)))
      throw JinjaException.failed("'=' alignment not allowed in string format specifier");
    Text cut =
        precision() < 0 || precision() >= text.length()
            ? text
            : text.substring(0, text.unit(precision()));
    return padded(cut, "<", meter);
  }

  private Text character(BigInteger number, Meter meter) {
    return padded(Text.of(Character.toString(Numbers.count(number))), "<", meter);
  }

  private String sign(boolean negative) {
    if (negative) return "-";
    String sign = spec.group(3);
    return sign == null || sign.equals("-") ? "" : sign;
  }

  /// Sign and digits of a number; padding may go between them.
  private record Signed(String sign, String digits) {}

  private Signed whole(BigInteger number) {
    if (precision() >= 0)
      throw JinjaException.failed("Precision not allowed in integer format specifier");
    int base =
        switch (type()) {
          case ' ', 'd', 'n' -> 10;
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x', 'X' -> 16;
          default -> throw unknown();
        };
    String digits = number.abs().toString(base);
    if (type() == 'X') digits = digits.toUpperCase(Locale.ROOT);
    String prefix = spec.group(5) != null && base != 10 ? "0" + type() : "";
    String sign = sign(number.signum() < 0) + prefix;
    return new Signed(sign, grouped(digits, base == 10 ? 3 : 4));
  }

  private Signed real(double number) {
    boolean alternate = spec.group(5) != null;
    String digits;
    if (type() == '%') {
      digits = Digits.of(number * 100, 'f', precision() < 0 ? 6 : precision(), alternate) + "%";
    } else if (type() == ' ' && precision() < 0) {
      digits = Representation.real(Math.abs(number));
    } else if (type() == ' ') {
      digits = general(Math.abs(number));
    } else if (isReal() || type() == 'n') {
      digits =
          Digits.of(
              number, type() == 'n' ? 'g' : type(), precision() < 0 ? 6 : precision(), alternate);
    } else {
      throw unknown();
    }
    return new Signed(sign(Digits.isNegative(number)), grouped(digits, 3));
  }

  /// Like `g`, but with at least one decimal.
  private String general(double number) {
    if (!Double.isFinite(number)) return Representation.real(number);
    int precision = Math.max(1, precision());
    String digits = Digits.general(number, precision, false);
    if (digits.contains("e") || digits.contains(".")) return digits;
    if (digits.length() >= precision && digits.length() > 1 || precision == 1)
      return Digits.exponential(number, precision - 1).replaceFirst("\\.?0*e", "e");
    return digits + ".0";
  }

  private String grouped(String digits, int by) {
    if (spec.group(8) == null) return digits;
    int end = 0;
    while (end < digits.length() && Character.digit(digits.charAt(end), 16) >= 0) end++;
    var out = new StringBuilder(digits.substring(end));
    for (int i = end; i > 0; i -= by) {
      out.insert(0, digits.substring(Math.max(0, i - by), i));
      if (i > by) out.insert(0, spec.group(8));
    }
    return out.toString();
  }

  private Text number(Signed number, Meter meter) {
    boolean zeros = spec.group(6) != null && spec.group(2) == null;
    if (!zeros && !"=".equals(spec.group(2)))
      return padded(Text.of(number.sign() + number.digits()), ">", meter);
    String fill = zeros ? "0" : spec.group(1) == null ? " " : spec.group(1);
    int missing = Math.max(0, width() - number.sign().length() - number.digits().length());
    if (spec.group(8) != null && zeros && missing > 0)
      throw JinjaException.unsupported("zero padding with grouped digits is not supported");
    meter.characters(missing);
    return Text.of(number.sign() + fill.repeat(missing) + number.digits());
  }

  private int width() {
    return spec.group(7) == null ? 0 : Integer.parseInt(spec.group(7));
  }

  private Text padded(Text text, String otherwise, Meter meter) {
    String align = spec.group(2) == null ? otherwise : spec.group(2);
    String fill =
        spec.group(1) != null && spec.group(2) != null
            ? spec.group(1)
            : spec.group(6) != null ? "0" : " ";
    int missing = Math.max(0, width() - text.length());
    int left =
        switch (align) {
          case "<" -> 0;
          case "^" -> missing / 2;
          default -> missing;
        };
    return Padding.padded(text, Text.of(fill), left, missing - left, meter);
  }
}
