package cai.jinja.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The arguments that a function, filter or test is called with.
public record Arguments(List<Object> positional, Map<String, Object> named) {
  public static final Arguments NONE = new Arguments(List.of(), Map.of());

  public static Arguments of(Object... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  /// The arguments without the first positional one.
  public Arguments rest() {
    return new Arguments(positional.subList(1, positional.size()), named);
  }

  /// The arguments with one more named argument.
  public Arguments with(String name, Object value) {
    var more = new LinkedHashMap<>(named);
    more.put(name, value);
    return new Arguments(positional, more);
  }

  /// Assigns the arguments to parameters, as Python does.
  ///
  /// @param function named in errors
  /// @param required number of parameters without a default
  public Bound bind(String function, int required, String... parameters) {
    if (positional.size() > parameters.length)
      throw JinjaException.failed(
          function
              + " takes at most "
              + parameters.length
              + " arguments, and "
              + positional.size()
              + " are given");
    var values = new ArrayList<Object>(positional);
    while (values.size() < parameters.length) values.add(Bound.ABSENT);
    for (var entry : named.entrySet()) {
      int place = Arrays.asList(parameters).indexOf(entry.getKey());
      if (place < 0)
        throw JinjaException.failed(function + " has no argument '" + entry.getKey() + "'");
      if (place < positional.size())
        throw JinjaException.failed(function + " is given '" + entry.getKey() + "' more than once");
      values.set(place, entry.getValue());
    }
    for (int i = 0; i < required; i++)
      if (values.get(i) == Bound.ABSENT)
        throw JinjaException.failed(function + " needs the argument '" + parameters[i] + "'");
    return new Bound(values);
  }

  /// Arguments in the order of their parameters.
  public record Bound(List<Object> values) {
    private static final Object ABSENT = new Object();

    public boolean has(int place) {
      return values.get(place) != ABSENT;
    }

    public Object at(int place) {
      return values.get(place);
    }

    public Object at(int place, Object otherwise) {
      return has(place) ? values.get(place) : otherwise;
    }

    public boolean truth(int place, boolean otherwise) {
      return has(place) ? Values.truth(values.get(place)) : otherwise;
    }

    /// The argument as a whole number in the range of an `int`.
    public int number(int place, int otherwise) {
      return has(place) ? Numbers.count(values.get(place)) : otherwise;
    }

    public boolean isNone(int place) {
      return !has(place) || values.get(place) == None.NONE;
    }
  }
}
