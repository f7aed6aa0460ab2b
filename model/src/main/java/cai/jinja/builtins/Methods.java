package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Dict;
import cai.jinja.values.DictView;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Range;
import cai.jinja.values.Representation;
import cai.jinja.values.Values;
import java.util.List;
import java.util.Optional;

/// Methods of Python's lists, tuples, dictionaries and ranges.
final class Methods {
  private Methods() {}

  /// A method of Python that this renderer does not have: calling it fails.
  static Function unsupported(String type, String name) {
    return Function.of(
        name,
        (_, _) -> {
          throw JinjaException.unsupported(
              "the method '" + name + "' of '" + type + "' is not supported");
        });
  }

  static Optional<Object> of(List<?> list, String type, String name) {
    return switch (name) {
      case "index" -> method(name, (meter, given) -> Numbers.of(index(list, type, given, meter)));
      case "count" ->
          method(
              name,
              (_, given) -> {
                Object item = given.bind(name, 1, "value").at(0);
                return Numbers.of(list.stream().filter(one -> same(one, item)).count());
              });
      case "copy" ->
          type.equals("list") ? method(name, (_, _) -> List.copyOf(list)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean same(Object one, Object other) {
    return one == other || Values.equal(one, other);
  }

  private static int index(List<?> list, String type, Arguments given, Meter meter) {
    var bound = given.bind("index", 1, "value", "start", "stop");
    int from = place(bound.number(1, 0), list.size());
    int to = place(bound.number(2, Integer.MAX_VALUE), list.size());
    for (int i = from; i < to; i++) {
      meter.step();
      if (same(list.get(i), bound.at(0))) return i;
    }
    throw JinjaException.failed(Representation.of(bound.at(0)) + " is not in " + type);
  }

  private static int place(int index, int size) {
    return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
  }

  static Optional<Object> of(Dict dict, String name) {
    return switch (name) {
      case "keys" -> view(name, DictView.ViewKind.KEYS, dict);
      case "values" -> view(name, DictView.ViewKind.VALUES, dict);
      case "items" -> view(name, DictView.ViewKind.ITEMS, dict);
      case "copy" -> method(name, (_, _) -> dict.copy());
      case "get" ->
          method(
              name,
              (_, given) -> {
                if (!given.named().isEmpty())
                  throw JinjaException.failed("dict.get() takes no keyword arguments");
                var bound = given.bind("get", 1, "key", "default");
                return dict.get(bound.at(0)).orElseGet(() -> bound.at(1, None.NONE));
              });
      case "fromkeys" -> Optional.of(unsupported("dict", name));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> view(String name, DictView.ViewKind kind, Dict dict) {
    return method(
        name,
        (_, given) -> {
          given.bind(name, 0);
          return new DictView(kind, dict);
        });
  }

  static Optional<Object> of(Range range, String name) {
    return switch (name) {
      case "start" -> Optional.of(Numbers.of(range.start()));
      case "stop" -> Optional.of(Numbers.of(range.stop()));
      case "step" -> Optional.of(Numbers.of(range.step()));
      default -> of(range.items(), "range", name);
    };
  }

  private static Optional<Object> method(String name, Function.Action action) {
    return Optional.of(Function.of(name, action));
  }
}
