package cai.jinja.values;

import java.util.List;
import java.util.Optional;

/// Python's tuple.
///
/// @param names of the items, where they have names
public record Tuple(List<Object> items, List<String> names) {
  public Tuple {
    items = List.copyOf(items);
  }

  public Tuple(List<Object> items) {
    this(items, List.of());
  }

  public static Tuple of(Object... items) {
    return new Tuple(List.of(items));
  }

  /// A group of the filter `groupby`: its items have the names `grouper` and `list`.
  public static Tuple group(Object grouper, List<Object> list) {
    return new Tuple(List.of(grouper, list), List.of("grouper", "list"));
  }

  /// An item by its name.
  public Optional<Object> named(String name) {
    int place = names.indexOf(name);
    return place < 0 ? Optional.empty() : Optional.of(items.get(place));
  }
}
