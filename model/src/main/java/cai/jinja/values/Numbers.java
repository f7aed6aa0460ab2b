package cai.jinja.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;

/// Python's numbers: whole ones of any size, doubles, and truth values as 0 and 1.
public final class Numbers {
  private static final int MOST_BITS = 1 << 16;

  private Numbers() {}

  public static boolean isNumber(Object value) {
    return value instanceof BigInteger || value instanceof Double || value instanceof Boolean;
  }

  public static boolean isWhole(Object value) {
    return value instanceof BigInteger || value instanceof Boolean;
  }

  public static BigInteger of(long value) {
    return BigInteger.valueOf(value);
  }

  public static BigInteger whole(Object value) {
    return value instanceof Boolean truth
        ? (truth ? BigInteger.ONE : BigInteger.ZERO)
        : (BigInteger) value;
  }

  public static double real(Object value) {
    if (value instanceof Double number) return number;
    double number = whole(value).doubleValue();
    if (Double.isInfinite(number)) throw JinjaException.failed("int too large to convert to float");
    return number;
  }

  /// The whole number that a value is, for example an index; other values fail.
  static BigInteger index(Object value) {
    if (value instanceof Undefined undefined) throw undefined.failure();
    if (isWhole(value)) return whole(value);
    throw JinjaException.failed(
        "'" + Types.name(value) + "' object cannot be interpreted as an integer");
  }

  /// The whole number that a value is, as a number of characters or items, limited to the range of
  /// an `int`.
  public static int count(Object value) {
    BigInteger number = index(value);
    if (number.bitLength() < 31) return number.intValue();
    return number.signum() < 0 ? -Integer.MAX_VALUE : Integer.MAX_VALUE;
  }

  /// Compares two numbers exactly, also whole numbers with doubles; empty where one is NaN.
  static Optional<Integer> compare(Object left, Object right) {
    if (isWhole(left) && isWhole(right)) return Optional.of(whole(left).compareTo(whole(right)));
    if (isNaN(left) || isNaN(right)) return Optional.empty();
    if (left instanceof Double a && right instanceof Double b)
      return Optional.of(a < b ? -1 : a > b ? 1 : 0);
    if (left instanceof Double a && a.isInfinite()) return Optional.of(a > 0 ? 1 : -1);
    if (right instanceof Double b && b.isInfinite()) return Optional.of(b > 0 ? -1 : 1);
    return Optional.of(decimal(left).compareTo(decimal(right)));
  }

  private static boolean isNaN(Object value) {
    return value instanceof Double number && number.isNaN();
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(whole(value));
  }

  public static Object negated(Object value) {
    return value instanceof Double number ? (Object) (-number) : whole(value).negate();
  }

  public static Object absolute(Object value) {
    return value instanceof Double number ? (Object) Math.abs(number) : whole(value).abs();
  }

  /// `+`, `-`, `*`, `/`, `//`, `%` and `**` of two numbers.
  public static Object operate(String operator, Object left, Object right) {
    if (operator.equals("/")) return divided(left, right);
    return isWhole(left) && isWhole(right)
        ? operateWhole(operator, whole(left), whole(right))
        : operateReal(operator, real(left), real(right));
  }

  private static Object operateWhole(String operator, BigInteger left, BigInteger right) {
    return switch (operator) {
      case "+" -> left.add(right);
      case "-" -> left.subtract(right);
      case "*" -> {
        requireBits((long) left.bitLength() + right.bitLength());
        yield left.multiply(right);
      }
      case "//" -> floorDivided(left, right);
      case "%" -> left.subtract(floorDivided(left, right).multiply(right));
      default -> power(left, right);
    };
  }

  private static BigInteger floorDivided(BigInteger left, BigInteger right) {
    if (right.signum() == 0) throw JinjaException.failed("integer division or modulo by zero");
    BigInteger[] parts = left.divideAndRemainder(right);
    boolean below = parts[1].signum() != 0 && parts[1].signum() != right.signum();
    return below ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static Object power(BigInteger left, BigInteger right) {
    if (right.signum() < 0) return operateReal("**", real(left), real(right));
    boolean small = left.bitLength() <= 1;
    if (small && left.signum() >= 0) return right.signum() == 0 ? BigInteger.ONE : left;
    if (left.equals(BigInteger.ONE.negate())) return right.testBit(0) ? left : BigInteger.ONE;
    requireBits(right.bitLength() > 31 ? Long.MAX_VALUE : right.longValue() * left.bitLength());
    return left.pow(right.intValueExact());
  }

  private static void requireBits(long bits) {
    if (bits > MOST_BITS) throw JinjaException.limit("the template computes too large a number");
  }

  private static Object divided(Object left, Object right) {
    if (isWhole(left) && isWhole(right)) {
      if (whole(right).signum() == 0) throw JinjaException.failed("division by zero");
      if (whole(left).bitLength() > 53 || whole(right).bitLength() > 53)
        return new BigDecimal(whole(left))
            .divide(new BigDecimal(whole(right)), new MathContext(60))
            .doubleValue();
    }
    if (real(right) == 0) throw JinjaException.failed("float division by zero");
    return real(left) / real(right);
  }

  private static Object operateReal(String operator, double left, double right) {
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "//" -> floorDivided(left, right);
      case "%" -> modulo(left, right);
      default -> power(left, right);
    };
  }

  private static double modulo(double left, double right) {
    if (right == 0) throw JinjaException.failed("float modulo by zero");
    double rest = left % right;
    if (rest == 0) return Math.copySign(0.0, right);
    return (rest < 0) == (right < 0) ? rest : rest + right;
  }

  /// Division of doubles that rounds down as CPython's `float_floor_div` does.
  private static double floorDivided(double left, double right) {
    if (right == 0) throw JinjaException.failed("float floor division by zero");
    double rest = left % right;
    double quotient = (left - rest) / right;
    if (rest != 0 && (right < 0) != (rest < 0)) quotient -= 1.0;
    if (quotient == 0) return Math.copySign(0.0, left / right);
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1.0 : floor;
  }

  private static double power(double left, double right) {
    if (left == 0 && right < 0)
      throw JinjaException.failed("0.0 cannot be raised to a negative power");
    if (left < 0 && Double.isFinite(left) && Double.isFinite(right) && right != Math.rint(right))
      throw JinjaException.unsupported("complex numbers are not supported");
    if (left == 1 || left == -1 && Double.isInfinite(right)) return 1;
    double result = Math.pow(left, right);
    if (Double.isInfinite(result) && Double.isFinite(left) && Double.isFinite(right))
      throw JinjaException.failed("(34, 'Numerical result out of range')");
    return result;
  }
}
