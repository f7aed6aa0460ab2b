package cai.jinja.values;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.List;

/// Python's range, as far as the sandbox allows it.
public record Range(long start, long stop, long step) {
  private static final int MOST = 100_000;

  public static Range of(Arguments arguments) {
    List<Object> given = arguments.positional();
    if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty())
      throw JinjaException.failed("range expected 1 to 3 numbers");
    long[] bounds = given.stream().mapToLong(Range::whole).toArray();
    Range range =
        switch (bounds.length) {
          case 1 -> new Range(0, bounds[0], 1);
          case 2 -> new Range(bounds[0], bounds[1], 1);
          default -> new Range(bounds[0], bounds[1], bounds[2]);
        };
    if (range.step() == 0) throw JinjaException.failed("range() arg 3 must not be zero");
    if (range.size().compareTo(BigInteger.valueOf(MOST)) > 0)
      throw JinjaException.limit("range is too big; at most " + MOST + " numbers");
    return range;
  }

  private static long whole(Object value) {
    BigInteger number = Numbers.index(value);
    if (number.bitLength() > 60) throw JinjaException.limit("range of too large numbers");
    return number.longValue();
  }

  private BigInteger size() {
    BigInteger span = BigInteger.valueOf(stop).subtract(BigInteger.valueOf(start));
    BigInteger by = BigInteger.valueOf(step);
    if (span.signum() * by.signum() <= 0) return BigInteger.ZERO;
    return span.abs().add(by.abs()).subtract(BigInteger.ONE).divide(by.abs());
  }

  public int length() {
    return size().intValueExact();
  }

  public Object at(int index) {
    return BigInteger.valueOf(start + index * step);
  }

  /// The numbers, without making them.
  public List<Object> items() {
    int length = length();
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return at(index);
      }

      @Override
      public int size() {
        return length;
      }
    };
  }
}
