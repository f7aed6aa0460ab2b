package cai.jinja.rendering;

import cai.jinja.builtins.Globals;
import cai.jinja.values.Dict;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Undefined;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The values of one scope during a rendering.
final class Frame {
  private static final Object MISSING = new Object();

  private final Symbols symbols;
  private final Optional<Frame> parent;
  private final Dict given;
  private final Map<String, Object> values = new HashMap<>();

  /// Enters a scope.
  ///
  /// @param given the variables that the template is rendered with
  Frame(Symbols symbols, Optional<Frame> parent, Dict given) {
    this.symbols = symbols;
    this.parent = parent;
    this.given = given;
    for (var load : symbols.loads().entrySet())
      values.put(load.getKey(), first(load.getKey(), load.getValue()));
  }

  /// A scope within this one.
  Frame inner(Symbols symbols) {
    return new Frame(symbols, Optional.of(this), given);
  }

  private Object first(String name, Symbols.Load load) {
    return switch (load) {
      case RESOLVE -> resolved(name);
      case ALIAS -> parent.map(outer -> outer.find(name)).orElse(MISSING);
      case PARAMETER, UNDEFINED -> MISSING;
    };
  }

  private Object resolved(String name) {
    Optional<Object> found = given.get(name).or(() -> Globals.named(name));
    if (found.isEmpty() && name.equals("self"))
      throw JinjaException.unsupported("'self' is not supported");
    return found.orElse(MISSING);
  }

  private Object find(String name) {
    if (symbols.has(name)) return values.getOrDefault(name, MISSING);
    return parent.map(outer -> outer.find(name)).orElseGet(() -> resolved(name));
  }

  /// The value of a name, undefined where it has none.
  Object get(String name) {
    Object value = find(name);
    return value == MISSING ? Undefined.name(name) : value;
  }

  boolean has(String name) {
    return find(name) != MISSING;
  }

  void set(String name, Object value) {
    values.put(name, value);
  }
}
