package cai.jinja.strings;

import cai.jinja.values.JinjaException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Finite doubles in the notations of Python's formats, without a sign.
public final class Digits {
  private static final int MOST = 10_000;

  private Digits() {}

  private static void require(int precision) {
    if (precision > MOST)
      throw JinjaException.limit("a number with too many decimals is asked for");
  }

  /// Notation `f`: fixed point.
  public static String fixed(double number, int precision) {
    require(precision);
    return new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// Notation `e`: with an exponent.
  static String exponential(double number, int precision) {
    require(precision);
    BigDecimal rounded = rounded(number, precision + 1);
    String digits = padded(rounded.unscaledValue().toString(), precision + 1);
    return scientific(digits, exponent(rounded));
  }

  private static BigDecimal rounded(double number, int digits) {
    return new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static int exponent(BigDecimal number) {
    return number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
  }

  private static String padded(String digits, int count) {
    return digits.length() >= count
        ? digits.substring(0, count)
        : digits + "0".repeat(count - digits.length());
  }

  private static String scientific(String digits, int exponent) {
    String rest = digits.substring(1);
    String sign = exponent < 0 ? "-" : "+";
    int size = Math.abs(exponent);
    return digits.charAt(0)
        + (rest.isEmpty() ? "" : "." + rest)
        + "e"
        + sign
        + (size < 10 ? "0" : "")
        + size;
  }

  /// Notation `g`: fixed point or with an exponent, whichever suits the number.
  ///
  /// @param zeros whether trailing zeros are kept
  static String general(double number, int precision, boolean zeros) {
    int digits = Math.max(1, precision);
    require(digits);
    BigDecimal rounded = rounded(number, digits);
    int exponent = exponent(rounded);
    if (exponent < -4 || exponent >= digits) {
      String all = padded(rounded.unscaledValue().toString(), digits);
      return scientific(zeros ? all : withoutZeros(all), exponent);
    }
    String plain =
        rounded
            .setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN)
            .toPlainString();
    return zeros || !plain.contains(".") ? plain : plain.replaceFirst("\\.?0+$", "");
  }

  private static String withoutZeros(String digits) {
    String shorter = digits.replaceFirst("0+$", "");
    return shorter.isEmpty() ? "0" : shorter;
  }

  /// A number in the notation `e`, `f` or `g`, in upper or lower case; `inf` and `nan` for numbers
  /// that are not finite.
  static String of(double number, char kind, int precision, boolean alternate) {
    double size = Math.abs(number);
    String digits =
        Double.isNaN(size)
            ? "nan"
            : Double.isInfinite(size)
                ? "inf"
                : switch (Character.toLowerCase(kind)) {
                  case 'e' -> exponential(size, precision);
                  case 'f' -> fixed(size, precision);
                  default -> general(size, precision, alternate);
                };
    return Character.isUpperCase(kind) ? digits.toUpperCase(Locale.ROOT) : digits;
  }

  static boolean isNegative(double number) {
    return number < 0 || number == 0 && 1 / number < 0;
  }
}
