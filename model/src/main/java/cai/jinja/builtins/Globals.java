package cai.jinja.builtins;

import cai.jinja.values.Arguments;
import cai.jinja.values.Dict;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Meter;
import cai.jinja.values.Namespace;
import cai.jinja.values.None;
import cai.jinja.values.Range;
import cai.jinja.values.Text;
import cai.jinja.values.Values;
import java.util.Map;
import java.util.Optional;

/// The global functions of every template.
public final class Globals {
  private static final Map<String, Object> ALL =
      Map.of(
          "range", Function.of("range", (_, given) -> Range.of(given)),
          "dict", new DictFunction(),
          "namespace",
              Function.of(
                  "namespace", (meter, given) -> Namespace.of(dict("namespace", meter, given))),
          "cycler", Function.of("cycler", (_, given) -> new Cycler(given.positional())),
          "joiner", Function.of("joiner", (meter, given) -> joiner(meter, given)),
          "lipsum", Methods.unsupported("jinja", "lipsum"),
          "raise_exception", Function.of("raise_exception", Globals::raise),
          "strftime_now", Function.of("strftime_now", Globals::date));

  private Globals() {}

  public static Optional<Object> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /// The function `dict`, whose attribute `fromkeys` makes a dictionary of keys with one value.
  record DictFunction() implements Function {
    @Override
    public String name() {
      return "dict";
    }

    @Override
    public Object call(Meter meter, Arguments arguments) {
      return dict("dict", meter, arguments);
    }

    @Override
    public Optional<Object> attribute(String name) {
      if (!name.equals("fromkeys")) return Optional.empty();
      return Optional.of(
          Function.of(
              name,
              (meter, given) -> {
                var bound = given.bind(name, 1, "iterable", "value");
                var dict = new Dict();
                for (Object key : Values.list(bound.at(0), meter))
                  dict.put(key, bound.at(1, None.NONE));
                return dict;
              }));
    }
  }

  private static Dict dict(String function, Meter meter, Arguments given) {
    if (given.positional().size() > 1)
      throw JinjaException.failed(function + " expected at most 1 argument");
    var dict = new Dict();
    for (Object from : given.positional()) {
      if (from instanceof Dict other) dict.putAll(other);
      else
        for (Object pair : Values.list(from, meter)) {
          var two = Values.list(pair, meter);
          if (two.size() != 2)
            throw JinjaException.failed("dictionary update sequence element is no pair");
          dict.put(two.get(0), two.get(1));
        }
    }
    given.named().forEach((name, value) -> dict.put(Text.of(name), value));
    return dict;
  }

  private static Object joiner(Meter meter, Arguments given) {
    Object between = given.bind("joiner", 0, "sep").at(0, Text.of(", "));
    boolean[] used = {false};
    return Function.of(
        "joiner",
        (_, _) -> {
          Object text = used[0] ? between : Text.EMPTY;
          used[0] = true;
          return text;
        });
  }

  private static Object raise(Meter meter, Arguments given) {
    Object message = given.bind("raise_exception", 1, "message").at(0);
    throw JinjaException.raised(Values.text(message, meter).toString());
  }

  private static Object date(Meter meter, Arguments given) {
    Object format = given.bind("strftime_now", 1, "format").at(0);
    return Text.of(FixedDate.format(Values.requireText("strftime_now", format).toString()));
  }
}
