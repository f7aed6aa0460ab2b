package cai.jinja.builtins;

import cai.jinja.strings.Markup;
import cai.jinja.strings.PercentFormat;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Numbers;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Tuple;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Python's operators between two values.
public final class Operators {
  private Operators() {}

  public static Object operate(String operator, Object left, Object right, Meter meter) {
    if (operator.equals("%") && left instanceof Text format)
      return PercentFormat.format(format, right, meter);
    if (left instanceof Undefined undefined) throw undefined.failure();
    if (right instanceof Undefined undefined) throw undefined.failure();
    if (Numbers.isNumber(left) && Numbers.isNumber(right))
      return Numbers.operate(operator, left, right);
    Optional<Object> result =
        switch (operator) {
          case "+" -> sum(left, right, meter);
          case "*" ->
              Numbers.isWhole(right)
                  ? repeated(left, Numbers.count(right), meter)
                  : Numbers.isWhole(left)
                      ? repeated(right, Numbers.count(left), meter)
                      : Optional.empty();
          default -> Optional.empty();
        };
    return result.orElseThrow(() ->
        JinjaException.failed(
            "unsupported operand type(s) for "
                + operator
                + ": '"
                + Types.name(left)
                + "' and '"
                + Types.name(right)
                + "'"));
  }

  private static Optional<Object> sum(Object left, Object right, Meter meter) {
    if (left instanceof Text a && right instanceof Text b) {
      boolean escape = a.isMarkup() != b.isMarkup();
      Text first = escape ? Markup.escaped(a) : a;
      Text second = escape ? Markup.escaped(b) : b;
      meter.characters((long) first.toString().length() + second.toString().length());
      return Optional.of(first.plus(second));
    }
    if (left instanceof List<?> a && right instanceof List<?> b)
      return Optional.of(joined(a, b, meter));
    if (left instanceof Tuple a && right instanceof Tuple b)
      return Optional.of(new Tuple(joined(a.items(), b.items(), meter)));
    return Optional.empty();
  }

  private static List<Object> joined(List<?> left, List<?> right, Meter meter) {
    meter.steps(left.size() + right.size());
    var joined = new ArrayList<Object>(left);
    joined.addAll(right);
    return joined;
  }

  private static Optional<Object> repeated(Object value, int count, Meter meter) {
    int times = Math.max(0, count);
    return switch (value) {
      case Text text -> {
        meter.characters((long) text.toString().length() * times);
        var out = new TextBuilder();
        for (int i = 0; i < times && !text.isEmpty(); i++) out.append(text);
        yield Optional.of(out.text(text.isMarkup()));
      }
      case List<?> list -> Optional.of(repeated(list, times, meter));
      case Tuple tuple -> Optional.of(new Tuple(repeated(tuple.items(), times, meter)));
      default -> Optional.empty();
    };
  }

  private static List<Object> repeated(List<?> list, int times, Meter meter) {
    meter.steps((long) list.size() * times);
    var repeated = new ArrayList<Object>();
    for (List<?> one : Collections.nCopies(list.isEmpty() ? 0 : times, list)) repeated.addAll(one);
    return repeated;
  }

  public static Object signed(boolean negative, Object value) {
    if (value instanceof Undefined undefined) throw undefined.failure();
    if (!Numbers.isNumber(value))
      throw JinjaException.failed(
          "bad operand type for unary " + (negative ? "-" : "+") + ": '" + Types.name(value) + "'");
    if (negative) return Numbers.negated(value);
    return value instanceof Boolean truth ? (truth ? BigInteger.ONE : BigInteger.ZERO) : value;
  }

  public static boolean compare(String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> Values.equal(left, right);
      case "!=" -> !Values.equal(left, right);
      case "in" -> Values.contains(right, left);
      case "not in" -> !Values.contains(right, left);
      case "<" -> ordered(operator, left, right, order -> order < 0);
      case "<=" -> ordered(operator, left, right, order -> order <= 0);
      case ">" -> ordered(operator, left, right, order -> order > 0);
      case ">=" -> ordered(operator, left, right, order -> order >= 0);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static boolean ordered(
      String operator, Object left, Object right, IntPredicate accepted) {
    return Values.compare(left, right, operator).filter(accepted::test).isPresent();
  }
}
