package cai.jinja.builtins;

import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.JinjaObject;
import cai.jinja.values.None;
import cai.jinja.values.Numbers;
import cai.jinja.values.Tuple;
import java.util.List;
import java.util.Optional;

/// The object that `cycler(...)` makes, which gives its items in turn.
final class Cycler implements JinjaObject {
  private final List<Object> items;
  private int at;

  Cycler(List<Object> items) {
    if (items.isEmpty()) throw JinjaException.failed("at least one item has to be provided");
    this.items = List.copyOf(items);
  }

  @Override
  public String type() {
    return "Cycler";
  }

  @Override
  public String qualifiedType() {
    return "jinja2.utils.Cycler";
  }

  @Override
  public Optional<Object> attribute(String name) {
    return switch (name) {
      case "current" -> Optional.of(items.get(at));
      case "items" -> Optional.of(new Tuple(items));
      case "pos" -> Optional.of(Numbers.of(at));
      case "next" ->
          Optional.of(
              Function.of(
                  name,
                  (_, _) -> {
                    Object current = items.get(at);
                    at = (at + 1) % items.size();
                    return current;
                  }));
      case "reset" ->
          Optional.of(
              Function.of(
                  name,
                  (_, _) -> {
                    at = 0;
                    return None.NONE;
                  }));
      default -> Optional.empty();
    };
  }
}
