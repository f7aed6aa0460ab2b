package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Arguments.Bound;
import cai.jinja.values.Dict;
import cai.jinja.values.Generator;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Lookahead;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Tuple;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Filters that compare items.
final class OrderFilters {
  static final Map<String, Filter> ALL =
      Map.of(
          "sort", OrderFilters::sort,
          "dictsort", OrderFilters::dictSort,
          "groupby", OrderFilters::groupBy,
          "unique", OrderFilters::unique,
          "min", (meter, value, given) -> extreme(meter, value, given, "<"),
          "max", (meter, value, given) -> extreme(meter, value, given, ">"));

  /// An item and its sort key.
  private record Keyed(Object key, Object item) {}

  private OrderFilters() {}

  private static Object sort(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("sort", 0, "reverse", "case_sensitive", "attribute");
    List<Getter> getters = Getter.several(bound.at(2, None.NONE));
    boolean caseSensitive = bound.truth(1, false);
    var keyed = new ArrayList<Keyed>();
    for (Object item : Values.list(value, meter)) {
      var keys = new ArrayList<Object>();
      for (Getter getter : getters) keys.add(Getter.folded(getter.get(item), caseSensitive));
      keyed.add(new Keyed(keys, item));
    }
    return items(sorted(keyed, bound.truth(0, false), meter));
  }

  private static List<Object> items(List<Keyed> keyed) {
    var items = new ArrayList<Object>();
    for (Keyed one : keyed) items.add(one.item());
    return items;
  }

  /// Sorts stably: equal items keep their order, in reverse order, too.
  private static List<Keyed> sorted(List<Keyed> keyed, boolean reverse, Meter meter) {
    var list = new ArrayList<>(keyed);
    if (reverse) Collections.reverse(list);
    List<Keyed> sorted = merged(list, meter);
    if (reverse) Collections.reverse(sorted);
    return sorted;
  }

  private static List<Keyed> merged(List<Keyed> list, Meter meter) {
    if (list.size() < 2) return new ArrayList<>(list);
    List<Keyed> left = merged(list.subList(0, list.size() / 2), meter);
    List<Keyed> right = merged(list.subList(list.size() / 2, list.size()), meter);
    var out = new ArrayList<Keyed>(list.size());
    int at = 0;
    for (Keyed one : left) {
      while (at < right.size() && isLess(right.get(at).key(), one.key(), meter))
        out.add(right.get(at++));
      out.add(one);
    }
    out.addAll(right.subList(at, right.size()));
    return out;
  }

  private static boolean isLess(Object left, Object right, Meter meter) {
    meter.step();
    return Values.compare(left, right, "<").filter(order -> order < 0).isPresent();
  }

  private static Object dictSort(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("dictsort", 0, "case_sensitive", "by", "reverse");
    if (value instanceof Undefined undefined) throw undefined.failure();
    if (!(value instanceof Dict dict))
      throw JinjaException.failed("'" + Types.name(value) + "' object has no attribute 'items'");
    String by = bound.has(1) ? bound.at(1).toString() : "key";
    if (!by.equals("key") && !by.equals("value"))
      throw JinjaException.failed("You can only sort by either \"key\" or \"value\"");
    var keyed = new ArrayList<Keyed>();
    for (Dict.DictEntry entry : dict.entries()) {
      Object key = by.equals("key") ? entry.key() : entry.value();
      keyed.add(
          new Keyed(
              Getter.folded(key, bound.truth(0, false)), Tuple.of(entry.key(), entry.value())));
    }
    return items(sorted(keyed, bound.truth(2, false), meter));
  }

  private static Object groupBy(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("groupby", 1, "attribute", "default", "case_sensitive");
    Optional<Object> otherwise = bound.isNone(1) ? Optional.empty() : Optional.of(bound.at(1));
    Getter getter = Getter.of(bound.at(0), otherwise);
    boolean caseSensitive = bound.truth(2, false);
    var keyed = new ArrayList<Keyed>();
    for (Object item : Values.list(value, meter))
      keyed.add(new Keyed(Getter.folded(getter.get(item), caseSensitive), item));
    var groups = new ArrayList<Object>();
    List<Keyed> sorted = sorted(keyed, false, meter);
    for (int from = 0; from < sorted.size(); ) {
      Object key = sorted.get(from).key();
      int to = from;
      while (to < sorted.size() && Values.equal(sorted.get(to).key(), key)) to++;
      List<Object> items = items(sorted.subList(from, to));
      groups.add(Tuple.group(caseSensitive ? key : getter.get(items.getFirst()), items));
      from = Math.max(to, from + 1);
    }
    return groups;
  }

  private static Object unique(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("unique", 0, "case_sensitive", "attribute");
    Getter getter = Getter.of(bound.at(1, None.NONE));
    boolean caseSensitive = bound.truth(0, false);
    Iterator<Object> items = Values.iterate(value);
    var seen = new HashSet<Object>();
    return Generator.of(
        new Lookahead(() -> {
          while (items.hasNext()) {
            meter.step();
            Object item = items.next();
            if (seen.add(Dict.hashed(Getter.folded(getter.get(item), caseSensitive))))
              return Optional.of(item);
          }
          return Optional.empty();
        }));
  }

  private static Object extreme(Meter meter, Object value, Arguments given, String operator) {
    Bound bound = given.bind("min and max", 0, "case_sensitive", "attribute");
    Getter getter = Getter.of(bound.at(1, None.NONE));
    Optional<Keyed> best = Optional.empty();
    for (Object item : Values.list(value, meter)) {
      var one = new Keyed(Getter.folded(getter.get(item), bound.truth(0, false)), item);
      if (best.isEmpty() || Operators.compare(operator, one.key(), best.get().key()))
        best = Optional.of(one);
    }
    return best.map(Keyed::item)
        .orElseGet(() -> Undefined.of("No aggregated item, sequence was empty."));
  }
}
