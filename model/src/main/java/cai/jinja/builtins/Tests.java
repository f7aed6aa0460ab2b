package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Dict;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Range;
import cai.jinja.values.Text;
import cai.jinja.values.Tuple;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/// All tests of `value is test`, by name.
public final class Tests {
  @FunctionalInterface
  private interface Check {
    boolean check(Meter meter, Object value, Arguments arguments);
  }

  private static final Map<String, Check> ALL =
      Map.ofEntries(
          Map.entry("defined", alone(value -> !(value instanceof Undefined))),
          Map.entry("undefined", alone(value -> value instanceof Undefined)),
          Map.entry("none", alone(value -> value == None.NONE)),
          Map.entry("boolean", alone(value -> value instanceof Boolean)),
          Map.entry("true", alone(value -> Boolean.TRUE.equals(value))),
          Map.entry("false", alone(value -> Boolean.FALSE.equals(value))),
          Map.entry("integer", alone(value -> value instanceof BigInteger)),
          Map.entry("float", alone(value -> value instanceof Double)),
          Map.entry("number", alone(Numbers::isNumber)),
          Map.entry("string", alone(value -> value instanceof Text)),
          Map.entry("mapping", alone(value -> value instanceof Dict)),
          Map.entry("sequence", alone(Tests::isSequence)),
          Map.entry("iterable", alone(Values::isIterable)),
          Map.entry("callable", alone(Tests::isCallable)),
          Map.entry("escaped", alone(value -> value instanceof Text text && text.isMarkup())),
          Map.entry(
              "lower", (meter, value, given) -> StringMethods.isLower(Values.text(value, meter))),
          Map.entry(
              "upper", (meter, value, given) -> StringMethods.isUpper(Values.text(value, meter))),
          Map.entry(
              "odd", (meter, value, _) -> rest(meter, value, Numbers.of(2)).equals(BigInteger.ONE)),
          Map.entry(
              "even",
              (meter, value, _) -> rest(meter, value, Numbers.of(2)).equals(BigInteger.ZERO)),
          Map.entry("divisibleby", (meter, value, given) -> divisible(meter, value, given)),
          Map.entry("sameas", (_, value, given) -> isSame(value, one("sameas", given))),
          Map.entry("in", (_, value, given) -> Values.contains(one("in", given), value)),
          Map.entry(
              "filter",
              (_, value, given) -> value instanceof Text name && Filters.isKnown(name.toString())),
          Map.entry(
              "test", (_, value, given) -> value instanceof Text name && isKnown(name.toString())),
          Map.entry("==", compared("==")),
          Map.entry("eq", compared("==")),
          Map.entry("equalto", compared("==")),
          Map.entry("!=", compared("!=")),
          Map.entry("ne", compared("!=")),
          Map.entry("<", compared("<")),
          Map.entry("lt", compared("<")),
          Map.entry("lessthan", compared("<")),
          Map.entry("<=", compared("<=")),
          Map.entry("le", compared("<=")),
          Map.entry(">", compared(">")),
          Map.entry("gt", compared(">")),
          Map.entry("greaterthan", compared(">")),
          Map.entry(">=", compared(">=")),
          Map.entry("ge", compared(">=")));

  private Tests() {}

  public static boolean isKnown(String name) {
    return ALL.containsKey(name);
  }

  public static boolean check(Meter meter, String name, Object value, Arguments arguments) {
    Check test = ALL.get(name);
    if (test == null) throw JinjaException.unsupported("the test '" + name + "' is not supported");
    return test.check(meter, value, arguments);
  }

  private static Check alone(java.util.function.Predicate<Object> test) {
    return (_, value, given) -> {
      given.bind("the test", 0);
      return test.test(value);
    };
  }

  private static Check compared(String operator) {
    return (_, value, given) -> Operators.compare(operator, value, one(operator, given));
  }

  private static Object one(String test, Arguments given) {
    return given.bind(test, 1, "other").at(0);
  }

  private static boolean isSequence(Object value) {
    return value instanceof Text
        || value instanceof List<?>
        || value instanceof Tuple
        || value instanceof Dict
        || value instanceof Range
        || value instanceof Undefined;
  }

  private static boolean isCallable(Object value) {
    return value instanceof Function || value instanceof Undefined;
  }

  private static Object rest(Meter meter, Object value, Object by) {
    Object rest = Operators.operate("%", value, by, meter);
    return rest instanceof Double number && number == Math.rint(number)
        ? (Object) BigInteger.valueOf(number.longValue())
        : rest;
  }

  private static boolean divisible(Meter meter, Object value, Arguments given) {
    return BigInteger.ZERO.equals(rest(meter, value, one("divisibleby", given)));
  }

  /// Python's `is`: booleans, `None` and small integers with equal values are the same object in
  /// Python.
  private static boolean isSame(Object value, Object other) {
    if (value instanceof BigInteger a && other instanceof BigInteger b)
      return a == b
          || a.equals(b) && a.intValue() >= -5 && a.intValue() <= 256 && a.bitLength() < 10;
    return value == other || value instanceof Boolean && value.equals(other);
  }
}
