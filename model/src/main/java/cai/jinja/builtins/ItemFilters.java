package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Arguments.Bound;
import cai.jinja.values.Dict;
import cai.jinja.values.Function;
import cai.jinja.values.Generator;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Lookahead;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Text;
import cai.jinja.values.TextBuilder;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Filters of lists and other values with items.
final class ItemFilters {
  static final Map<String, Filter> ALL =
      Map.ofEntries(
          Map.entry("length", ItemFilters::length),
          Map.entry("count", ItemFilters::length),
          Map.entry("first", ItemFilters::first),
          Map.entry("last", ItemFilters::last),
          Map.entry("list", ItemFilters::list),
          Map.entry("items", ItemFilters::items),
          Map.entry("join", ItemFilters::join),
          Map.entry("default", ItemFilters::otherwise),
          Map.entry("d", ItemFilters::otherwise),
          Map.entry("attr", ItemFilters::attribute),
          Map.entry("reverse", ItemFilters::reverse),
          Map.entry("batch", ItemFilters::batch),
          Map.entry("slice", ItemFilters::slice),
          Map.entry("map", ItemFilters::map),
          Map.entry(
              "select",
              (meter, value, given) -> select(meter, value, given, new Selecting(true, false))),
          Map.entry(
              "reject",
              (meter, value, given) -> select(meter, value, given, new Selecting(false, false))),
          Map.entry(
              "selectattr",
              (meter, value, given) -> select(meter, value, given, new Selecting(true, true))),
          Map.entry(
              "rejectattr",
              (meter, value, given) -> select(meter, value, given, new Selecting(false, true))));

  private ItemFilters() {}

  private static Object length(Meter meter, Object value, Arguments given) {
    given.bind("length", 0);
    return Numbers.of(Values.length(value));
  }

  private static Object first(Meter meter, Object value, Arguments given) {
    given.bind("first", 0);
    Iterator<Object> items = Values.iterate(value);
    return items.hasNext() ? items.next() : Undefined.of("No first item, sequence was empty.");
  }

  private static Object last(Meter meter, Object value, Arguments given) {
    given.bind("last", 0);
    List<Object> items = Values.list(reversible(value), meter);
    return items.isEmpty() ? Undefined.of("No last item, sequence was empty.") : items.getLast();
  }

  private static Object reversible(Object value) {
    if (value instanceof Generator)
      throw JinjaException.failed("'" + Types.name(value) + "' object is not reversible");
    return value;
  }

  private static Object list(Meter meter, Object value, Arguments given) {
    given.bind("list", 0);
    return Values.list(value, meter);
  }

  private static Object items(Meter meter, Object value, Arguments given) {
    given.bind("items", 0);
    return switch (value) {
      case Undefined _ -> Generator.of(List.of().iterator());
      case Dict dict -> Generator.of(dict.items().iterator());
      default ->
          Generator.of(
              new Lookahead(() -> {
                throw JinjaException.failed("Can only get item pairs from a mapping.");
              }));
    };
  }

  private static Object join(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("join", 0, "d", "attribute");
    Text between = bound.has(0) ? Values.text(bound.at(0), meter).asPlain() : Text.EMPTY;
    Getter getter = Getter.of(bound.at(1, None.NONE));
    var out = new TextBuilder();
    boolean first = true;
    for (Iterator<Object> items = Values.iterate(value); items.hasNext(); ) {
      meter.step();
      Text text = Values.text(getter.get(items.next()), meter).asPlain();
      meter.characters((long) text.toString().length() + between.toString().length());
      if (!first) out.append(between);
      out.append(text);
      first = false;
    }
    return out.text();
  }

  private static Object otherwise(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("default", 0, "default_value", "boolean");
    boolean replace = value instanceof Undefined || bound.truth(1, false) && !Values.truth(value);
    return replace ? bound.at(0, Text.EMPTY) : value;
  }

  /// The filter `attr`: attributes only, never items.
  private static Object attribute(Meter meter, Object value, Arguments given) {
    String name = Values.text(given.bind("attr", 1, "name").at(0), meter).toString();
    if (value instanceof Undefined undefined) throw undefined.failure();
    boolean isItem = value instanceof Dict dict && dict.get(name).isPresent();
    Object found = Attributes.attribute(value, name);
    return isItem && !(found instanceof Function) ? Undefined.member(value, Text.of(name)) : found;
  }

  private static Object reverse(Meter meter, Object value, Arguments given) {
    given.bind("reverse", 0);
    if (value instanceof Text text)
      return Slices.of(text, List.of(None.NONE, None.NONE, Numbers.of(-1)), meter);
    List<Object> items = Values.list(value, meter);
    Collections.reverse(items);
    return value instanceof Generator
        ? items
        : new Generator(Types.name(value) + "_reverseiterator", items.iterator());
  }

  private static Object batch(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("batch", 1, "linecount", "fill_with");
    int size = bound.number(0, 1);
    Iterator<Object> items = Values.iterate(value);
    return Generator.of(
        new Lookahead(() -> {
          if (!items.hasNext()) return Optional.empty();
          var batch = new ArrayList<Object>();
          while (items.hasNext() && (batch.size() != size || batch.isEmpty())) {
            meter.step();
            batch.add(items.next());
          }
          if (!bound.isNone(1)) {
            meter.steps(Math.max(0, size - batch.size()));
            while (batch.size() < size) batch.add(bound.at(1));
          }
          return Optional.of(batch);
        }));
  }

  private static Object slice(Meter meter, Object value, Arguments given) {
    Bound bound = given.bind("slice", 1, "slices", "fill_with");
    int count = bound.number(0, 1);
    List<Object> items = Values.list(value, meter);
    if (count == 0) throw JinjaException.failed("integer division or modulo by zero");
    int each = Math.floorDiv(items.size(), count);
    int extra = Math.floorMod(items.size(), count);
    meter.steps(Math.max(0, count));
    var slices = new ArrayList<Object>();
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = from + each + (i < extra ? 1 : 0);
      var slice = new ArrayList<Object>(items.subList(from, to));
      if (!bound.isNone(1) && i >= extra) slice.add(bound.at(1));
      slices.add(slice);
      from = to;
    }
    return Generator.of(slices.iterator());
  }

  /// A generator that changes each item when it is asked for.
  private static Generator mapped(Meter meter, Object value, UnaryOperator<Object> change) {
    if (!Values.truth(value)) return Generator.of(List.of().iterator());
    Iterator<Object> items = Values.iterate(value);
    return Generator.of(
        new Lookahead(() -> {
          if (!items.hasNext()) return Optional.empty();
          meter.step();
          return Optional.of(change.apply(items.next()));
        }));
  }

  private static Object map(Meter meter, Object value, Arguments given) {
    if (given.positional().isEmpty() && given.named().containsKey("attribute")) {
      Bound bound = given.bind("map", 0, "attribute", "default");
      Optional<Object> otherwise = bound.isNone(1) ? Optional.empty() : Optional.of(bound.at(1));
      return mapped(meter, value, Getter.of(bound.at(0), otherwise)::get);
    }
    return mapped(
        meter,
        value,
        item -> {
          if (given.positional().isEmpty())
            throw JinjaException.failed("map requires a filter argument");
          String name = given.positional().getFirst().toString();
          return Filters.apply(meter, name, item, given.rest());
        });
  }

  /// @param kept whether items that pass the test are kept or dropped
  /// @param attribute whether the first argument names an attribute to test in place of the item
  private record Selecting(boolean kept, boolean attribute) {}

  private static Object select(Meter meter, Object value, Arguments given, Selecting choice) {
    if (!Values.truth(value)) return Generator.of(List.of().iterator());
    Iterator<Object> items = Values.iterate(value);
    return Generator.of(
        new Lookahead(() -> {
          Predicate<Object> test = test(meter, given, choice);
          while (items.hasNext()) {
            meter.step();
            Object item = items.next();
            if (test.test(item) == choice.kept()) return Optional.of(item);
          }
          return Optional.empty();
        }));
  }

  private static Predicate<Object> test(Meter meter, Arguments given, Selecting choice) {
    if (choice.attribute() && given.positional().isEmpty())
      throw JinjaException.failed("Missing parameter for attribute name");
    Getter getter =
        choice.attribute() ? Getter.of(given.positional().getFirst()) : Getter.of(None.NONE);
    Arguments rest = choice.attribute() ? given.rest() : given;
    if (rest.positional().isEmpty()) return item -> Values.truth(getter.get(item));
    String name = rest.positional().getFirst().toString();
    return item -> Tests.check(meter, name, getter.get(item), rest.rest());
  }
}
