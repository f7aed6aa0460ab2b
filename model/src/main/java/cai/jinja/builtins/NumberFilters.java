package cai.jinja.builtins;

import cai.jinja.strings.Cuts;
import cai.jinja.strings.Digits;
import cai.jinja.values.Arguments;
import cai.jinja.values.Arguments.Bound;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Text;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Filters of numbers.
final class NumberFilters {
  static final Map<String, Filter> ALL =
      Map.of(
          "int", NumberFilters::whole,
          "float", NumberFilters::real,
          "round", NumberFilters::round,
          "abs", NumberFilters::absolute,
          "sum", NumberFilters::sum,
          "filesizeformat", NumberFilters::fileSize);

  private static final Pattern REAL =
      Pattern.compile(
          "[+-]?(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:[eE][+-]?\\d+(?:_\\d+)*)?");
  private static final Pattern NAMED = Pattern.compile("([+-]?)(?i:(inf(?:inity)?)|nan)");
  private static final int LONGEST = 4_300;

  private NumberFilters() {}

  private static Object whole(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("int", 0, "default", "base");
    Object otherwise = bound.at(0, BigInteger.ZERO);
    return switch (value) {
      case Undefined undefined -> throw undefined.failure();
      case Text text ->
          parsed(text.toString(), bound.number(1, 10))
              .<Object>map(number -> number)
              .or(() -> parsedReal(text.toString()).flatMap(NumberFilters::truncated))
              .orElse(otherwise);
      case Boolean _, BigInteger _ -> Numbers.whole(value);
      case Double number -> {
        if (number.isInfinite())
          throw JinjaException.failed("cannot convert float infinity to integer");
        yield truncated(number).orElse(otherwise);
      }
      default -> otherwise;
    };
  }

  private static Optional<Object> truncated(double number) {
    return Double.isFinite(number)
        ? Optional.of(new BigDecimal(number).toBigInteger())
        : Optional.empty();
  }

  private static String stripped(String text) {
    return Cuts.stripped(Text.of(text), Optional.empty(), true, true).toString();
  }

  /// Python's `int(text, base)`; empty where the text is no number.
  private static Optional<BigInteger> parsed(String text, int base) {
    if (base != 0 && (base < 2 || base > 36)) return Optional.empty();
    String digits = stripped(text);
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) digits = digits.substring(1);
    String lower = digits.toLowerCase(java.util.Locale.ROOT);
    int actual = base;
    for (var prefix : Map.of("0x", 16, "0o", 8, "0b", 2).entrySet())
      if (lower.startsWith(prefix.getKey()) && (base == 0 || base == prefix.getValue())) {
        actual = prefix.getValue();
        digits = digits.substring(2);
        if (digits.startsWith("_")) digits = digits.substring(1);
      }
    if (actual == 0) {
      actual = 10;
      if (digits.length() > 1 && digits.startsWith("0") && !digits.matches("[0_]+"))
        return Optional.empty();
    }
    if (digits.isEmpty() || digits.contains("__") || digits.startsWith("_") || digits.endsWith("_"))
      return Optional.empty();
    String plain = digits.replace("_", "");
    int radix = actual;
    if (plain.length() > LONGEST
        || !plain.codePoints().allMatch(c -> Character.digit(c, radix) >= 0))
      return Optional.empty();
    BigInteger number = new BigInteger(plain, radix);
    return Optional.of(negative ? number.negate() : number);
  }

  private static Optional<Double> parsedReal(String text) {
    String digits = stripped(text);
    var named = NAMED.matcher(digits);
    if (named.matches()) {
      if (named.group(2) == null) return Optional.of(Double.NaN);
      return Optional.of(
          named.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    return REAL.matcher(digits).matches()
        ? Optional.of(Double.parseDouble(digits.replace("_", "")))
        : Optional.empty();
  }

  private static Object real(Meter meter, Object value, Arguments given) {
    Object otherwise = given.bind("float", 0, "default").at(0, 0.0);
    return switch (value) {
      case Undefined undefined -> throw undefined.failure();
      case Text text -> parsedReal(text.toString()).<Object>map(number -> number).orElse(otherwise);
      case Boolean _, BigInteger _, Double _ -> Numbers.real(value);
      default -> otherwise;
    };
  }

  private static Object round(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("round", 0, "precision", "method");
    int precision = bound.number(0, 0);
    String method = bound.has(1) ? Values.text(bound.at(1), meter).toString() : "common";
    if (!List.of("common", "ceil", "floor").contains(method))
      throw JinjaException.failed("method must be common, ceil or floor");
    if (value instanceof Undefined undefined) throw undefined.failure();
    if (!Numbers.isNumber(value))
      throw JinjaException.failed("type " + Types.name(value) + " doesn't define __round__ method");
    if (Math.abs((long) precision) > 400) throw JinjaException.limit("round: too many decimals");
    if (!method.equals("common")) {
      Object factor = Numbers.operate("**", Numbers.of(10), Numbers.of(precision));
      double scaled = Numbers.real(Numbers.operate("*", value, factor));
      double whole = method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled);
      return whole / Numbers.real(factor);
    }
    if (value instanceof Double number) return rounded(number, precision);
    BigDecimal whole = new BigDecimal(Numbers.whole(value));
    return precision >= 0
        ? Numbers.whole(value)
        : whole.setScale(precision, RoundingMode.HALF_EVEN).toBigInteger();
  }

  private static double rounded(double number, int precision) {
    if (!Double.isFinite(number)) return number;
    double rounded =
        new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).doubleValue();
    return rounded == 0 ? Math.copySign(0.0, number) : rounded;
  }

  private static Object absolute(Meter meter, Object value, Arguments given) {
    given.bind("abs", 0);
    if (value instanceof Undefined undefined) throw undefined.failure();
    if (!Numbers.isNumber(value))
      throw JinjaException.failed("bad operand type for abs(): '" + Types.name(value) + "'");
    return Numbers.absolute(value);
  }

  private static Object sum(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("sum", 0, "attribute", "start");
    Getter getter = Getter.of(bound.at(0, None.NONE));
    Object sum = bound.at(1, BigInteger.ZERO);
    if (sum instanceof Text) throw JinjaException.failed("sum() can't sum strings");
    for (Iterator<Object> items = Values.iterate(value); items.hasNext(); ) {
      meter.step();
      sum = Operators.operate("+", sum, getter.get(items.next()), meter);
    }
    return sum;
  }

  private static Object fileSize(Meter meter, Object value, Arguments given) {
    boolean binary = given.bind("filesizeformat", 0, "binary").truth(0, false);
    Object number = real(meter, value, Arguments.of(None.NONE));
    if (number == None.NONE) throw JinjaException.failed("could not convert to float");
    double bytes = (Double) number;
    double base = binary ? 1024 : 1000;
    if (bytes == 1) return Text.of("1 Byte");
    if (bytes < base) return Text.of(new BigDecimal(bytes).toBigInteger() + " Bytes");
    String letters = "kMGTPEZY";
    double unit = base * base;
    int at = 0;
    while (bytes >= unit && at < letters.length() - 1) {
      unit *= base;
      at++;
    }
    char letter = binary ? Character.toUpperCase(letters.charAt(at)) : letters.charAt(at);
    return Text.of(Digits.fixed(base * bytes / unit, 1) + " " + letter + (binary ? "iB" : "B"));
  }
}
