package cai.jinja.syntax;

import cai.jinja.values.JinjaException;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers in a template's source.
final class Numerals {
  private static final int LONGEST = 4_300;
  private static final Pattern FLOAT =
      Pattern.compile(
          "[0-9_]*+(?<=[0-9])(?:(?:\\.[0-9][0-9_]*+)?[eE][+-]?[0-9][0-9_]*+|\\.[0-9][0-9_]*+)");
  private static final Pattern INTEGER =
      Pattern.compile("0[bB][01_]++|0[oO][0-7_]++|0[xX][0-9a-fA-F_]++|[1-9][0-9_]*+|0[0_]*+");

  /// A number and where it ends.
  record Numeral(Object value, int end) {}

  private Numerals() {}

  static boolean begins(String source, int at) {
    char c = source.charAt(at);
    return c >= '0' && c <= '9';
  }

  static Numeral read(String source, int at, int line) {
    Matcher real = FLOAT.matcher(source).region(at, source.length());
    boolean afterDot = at > 0 && source.charAt(at - 1) == '.';
    if (!afterDot && real.lookingAt() && isWellFormed(real.group()))
      return new Numeral(Double.valueOf(real.group().replace("_", "")), real.end());
    Matcher whole = INTEGER.matcher(source).region(at, source.length());
    if (!whole.lookingAt() || !isWellFormed(whole.group()))
      throw JinjaException.syntax("'" + source.charAt(at) + "' begins no number", line);
    if (whole.group().length() > LONGEST)
      throw JinjaException.syntax("a number has too many digits", line);
    return new Numeral(whole(whole.group().replace("_", "")), whole.end());
  }

  private static boolean isWellFormed(String number) {
    return !number.contains("__")
        && !number.endsWith("_")
        && !number.contains("_.")
        && !number.contains("_e");
  }

  private static BigInteger whole(String digits) {
    String lower = digits.toLowerCase(java.util.Locale.ROOT);
    if (lower.startsWith("0b")) return new BigInteger(digits.substring(2), 2);
    if (lower.startsWith("0o")) return new BigInteger(digits.substring(2), 8);
    if (lower.startsWith("0x")) return new BigInteger(digits.substring(2), 16);
    return new BigInteger(digits);
  }
}
