package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import java.util.HashMap;
import java.util.Map;

/// All filters by name.
public final class Filters {
  private static final Map<String, Filter> ALL = new HashMap<>();

  static {
    ALL.putAll(TextFilters.ALL);
    ALL.putAll(ItemFilters.ALL);
    ALL.putAll(OrderFilters.ALL);
    ALL.putAll(NumberFilters.ALL);
  }

  private Filters() {}

  public static boolean isKnown(String name) {
    return ALL.containsKey(name);
  }

  public static Object apply(Meter meter, String name, Object value, Arguments arguments) {
    Filter filter = ALL.get(name);
    if (filter == null)
      throw JinjaException.unsupported("the filter '" + name + "' is not supported");
    return filter.apply(meter, value, arguments);
  }
}
