package cai.jinja.rendering;

import cai.jinja.values.Arguments;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaException;
import cai.jinja.values.JinjaObject;
import cai.jinja.values.Meter;
import cai.jinja.values.Undefined;
import cai.jinja.values.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The variable `loop` inside a loop. As in Jinja it reads ahead only when a template asks for the
/// length or the next item, because items may come from a generator.
public final class Loop implements Function, JinjaObject {
  /// Renders the loop's body for other items, where the loop is recursive.
  @FunctionalInterface
  interface Recursion {
    Object render(Object items, int depth);
  }

  private final Object given;
  private final Meter meter;
  private final Optional<Recursion> recursion;
  private final int depth0;
  private Iterator<Object> items;
  private int index0 = -1;
  private Optional<Object> before = Optional.empty();
  private Optional<Object> current = Optional.empty();
  private Optional<Object> after = Optional.empty();
  private Optional<List<Object>> changed = Optional.empty();
  private Optional<Integer> length = Optional.empty();

  Loop(Object given, Meter meter, Optional<Recursion> recursion, int depth0) {
    this.given = given;
    this.meter = meter;
    this.recursion = recursion;
    this.depth0 = depth0;
    this.items = Values.iterate(given);
  }

  boolean hasNext() {
    return after.isPresent() || items.hasNext();
  }

  Object next() {
    Object next = after.orElseGet(items::next);
    after = Optional.empty();
    index0++;
    before = current;
    current = Optional.of(next);
    return next;
  }

  int index() {
    return index0 + 1;
  }

  @Override
  public String type() {
    return "LoopContext";
  }

  @Override
  public String qualifiedType() {
    return "jinja2.runtime.LoopContext";
  }

  @Override
  public Optional<String> printed() {
    return Optional.of("<LoopContext " + index() + "/" + length() + ">");
  }

  @Override
  public boolean hasItems() {
    return true;
  }

  @Override
  public Optional<Integer> size() {
    return Optional.of(length());
  }

  int length() {
    if (length.isEmpty()) length = Optional.of(Values.size(given).orElseGet(this::counted));
    return length.get();
  }

  private int counted() {
    var rest = new ArrayList<Object>();
    items.forEachRemaining(item -> {
      meter.step();
      rest.add(item);
    });
    items = rest.iterator();
    return rest.size() + index() + (after.isPresent() ? 1 : 0);
  }

  private Optional<Object> peek() {
    if (after.isEmpty() && items.hasNext()) after = Optional.of(items.next());
    return after;
  }

  @Override
  public Optional<Object> attribute(String name) {
    return switch (name) {
      case "index" -> number(index());
      case "index0" -> number(index0);
      case "revindex" -> number(length() - index0);
      case "revindex0" -> number(length() - index());
      case "length" -> number(length());
      case "depth" -> number(depth0 + 1);
      case "depth0" -> number(depth0);
      case "first" -> Optional.of(index0 == 0);
      case "last" -> Optional.of(peek().isEmpty());
      case "previtem" -> before.or(() -> Optional.of(Undefined.of("there is no previous item")));
      case "nextitem" -> peek().or(() -> Optional.of(Undefined.of("there is no next item")));
      case "cycle" -> Optional.of(Function.of(name, (_, given) -> cycle(given)));
      case "changed" -> Optional.of(Function.of(name, (_, given) -> changed(given)));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> number(int value) {
    return Optional.of(BigInteger.valueOf(value));
  }

  private Object cycle(Arguments arguments) {
    List<Object> among = arguments.positional();
    if (among.isEmpty()) throw JinjaException.failed("no items for cycling given");
    return among.get(index0 % among.size());
  }

  private Object changed(Arguments arguments) {
    List<Object> now = arguments.positional();
    boolean same = changed.filter(last -> Values.equal(last, now)).isPresent();
    changed = Optional.of(now);
    return !same;
  }

  @Override
  public String name() {
    return "loop";
  }

  /// `loop(items)`: the loop's body for other items.
  @Override
  public Object call(Meter meter, Arguments arguments) {
    Recursion again =
        recursion.orElseThrow(() ->
            JinjaException.failed(
                "The loop must have the 'recursive' marker to be called recursively."));
    return again.render(arguments.bind("loop", 1, "iterable").at(0), depth0 + 1);
  }
}
