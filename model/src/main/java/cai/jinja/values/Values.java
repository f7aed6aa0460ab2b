package cai.jinja.values;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Operations that Python has for every value: truth, equality, order, iteration, membership.
public final class Values {
  private Values() {}

  public static boolean truth(Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case None _, Undefined _ -> false;
      case BigInteger number -> number.signum() != 0;
      case Double number -> number != 0;
      default -> size(value).map(size -> size != 0).orElse(true);
    };
  }

  /// Python's `len`, where a value has one.
  public static Optional<Integer> size(Object value) {
    return switch (value) {
      case Text text -> Optional.of(text.length());
      case List<?> list -> Optional.of(list.size());
      case Tuple tuple -> Optional.of(tuple.items().size());
      case Dict dict -> Optional.of(dict.size());
      case DictView view -> Optional.of(view.dict().size());
      case Range range -> Optional.of(range.length());
      case Undefined _ -> Optional.of(0);
      case JinjaObject object -> object.size();
      default -> Optional.empty();
    };
  }

  public static int length(Object value) {
    return size(value)
        .orElseThrow(
            () -> JinjaException.failed("object of type '" + Types.name(value) + "' has no len()"));
  }

  public static boolean isIterable(Object value) {
    return switch (value) {
      case Text _, List<?> _, Tuple _, Dict _, DictView _, Range _, Undefined _, Generator _ ->
          true;
      case JinjaObject object -> object.hasItems();
      default -> false;
    };
  }

  @SuppressWarnings("unchecked")
  public static Iterator<Object> iterate(Object value) {
    return switch (value) {
      case List<?> list -> ((List<Object>) list).iterator();
      case Tuple tuple -> tuple.items().iterator();
      case Dict dict -> dict.keys().iterator();
      case DictView view -> view.contents().iterator();
      case Range range -> range.items().iterator();
      case Generator generator -> generator.items();
      case Text text -> characters(text);
      case Undefined _ -> List.of().iterator();
      case JinjaObject object when object.hasItems() -> throw loopIterated();
      default -> throw JinjaException.failed("'" + Types.name(value) + "' object is not iterable");
    };
  }

  private static Iterator<Object> characters(Text text) {
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < text.toString().length();
      }

      @Override
      public Object next() {
        int from = at;
        at += Character.charCount(text.toString().codePointAt(at));
        return text.substring(from, at);
      }
    };
  }

  /// All items as a list; a generator is empty afterwards.
  public static List<Object> list(Object value, Meter meter) {
    var items = new ArrayList<Object>();
    for (Iterator<Object> from = iterate(value); from.hasNext(); ) {
      meter.step();
      items.add(from.next());
    }
    return items;
  }

  public static boolean equal(Object left, Object right) {
    if (left == right) return !(left instanceof Double number && number.isNaN());
    return switch (left) {
      case Boolean _, BigInteger _, Double _ ->
          Numbers.isNumber(right) && Numbers.compare(left, right).filter(c -> c == 0).isPresent();
      case Tuple tuple -> right instanceof Tuple other && equal(tuple.items(), other.items());
      case List<?> list -> right instanceof List<?> other && equalItems(list, other);
      case Dict dict -> right instanceof Dict other && equalEntries(dict, other);
      case Range range -> right instanceof Range other && range.items().equals(other.items());
      case DictView view ->
          right instanceof DictView other
              && view.kind() != DictView.ViewKind.VALUES
              && other.kind() == view.kind()
              && view.dict().size() == other.dict().size()
              && view.contents().stream().allMatch(item -> contains(other, item));
      default -> left.equals(right);
    };
  }

  private static boolean equalItems(List<?> left, List<?> right) {
    if (left.size() != right.size()) return false;
    for (int i = 0; i < left.size(); i++)
      if (left.get(i) != right.get(i) && !equal(left.get(i), right.get(i))) return false;
    return true;
  }

  private static boolean equalEntries(Dict left, Dict right) {
    if (left.size() != right.size()) return false;
    for (Dict.DictEntry entry : left.entries()) {
      Optional<Object> other = right.get(entry.key());
      if (other.isEmpty() || !equal(entry.value(), other.get())) return false;
    }
    return true;
  }

  /// Python's order of two values; empty where one is NaN. Values without an order fail with a
  /// message that names `operator`.
  public static Optional<Integer> compare(Object left, Object right, String operator) {
    if (left instanceof Undefined undefined) throw undefined.failure();
    if (right instanceof Undefined undefined) throw undefined.failure();
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) return Numbers.compare(left, right);
    if (left instanceof Text a && right instanceof Text b) return Optional.of(a.compareTo(b));
    if (left instanceof List<?> a && right instanceof List<?> b)
      return compareItems(a, b, operator);
    if (left instanceof Tuple a && right instanceof Tuple b)
      return compareItems(a.items(), b.items(), operator);
    throw JinjaException.failed(
        "'"
            + operator
            + "' not supported between instances of '"
            + Types.name(left)
            + "' and '"
            + Types.name(right)
            + "'");
  }

  private static Optional<Integer> compareItems(List<?> left, List<?> right, String operator) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++)
      if (left.get(i) != right.get(i) && !equal(left.get(i), right.get(i)))
        return compare(left.get(i), right.get(i), operator);
    return Optional.of(Integer.compare(left.size(), right.size()));
  }

  /// Python's `in`.
  public static boolean contains(Object container, Object item) {
    switch (container) {
      case Text text -> {
        if (item instanceof Text part) return text.toString().contains(part.toString());
        throw JinjaException.failed(
            "'in <string>' requires string as left operand, not " + Types.name(item));
      }
      case Dict dict -> {
        return dict.has(item);
      }
      case DictView view when view.kind() == DictView.ViewKind.KEYS -> {
        return view.dict().has(item);
      }
      case JinjaObject object -> throw object.hasItems() ? loopIterated() : notIterable(container);
      case None _, Boolean _, BigInteger _, Double _, Namespace _, Function _ ->
          throw notIterable(container);
      default -> {
        for (Iterator<Object> items = iterate(container); items.hasNext(); ) {
          Object next = items.next();
          if (next == item || equal(next, item)) return true;
        }
        return false;
      }
    }
  }

  private static JinjaException loopIterated() {
    return JinjaException.unsupported("iterating over 'loop' is not supported");
  }

  private static JinjaException notIterable(Object container) {
    return JinjaException.failed(
        "argument of type '" + Types.name(container) + "' is not iterable");
  }

  /// A value that must be a text.
  ///
  /// @param method named in the error
  public static Text requireText(String method, Object value) {
    if (value instanceof Text text) return text;
    throw JinjaException.failed(
        method + ": a text is expected, not a value of type '" + Types.name(value) + "'");
  }

  /// The text that a value is printed as.
  public static Text text(Object value, Meter meter) {
    return switch (value) {
      case Text text -> text;
      case Undefined _ -> Text.EMPTY;
      default -> Representation.text(value, meter);
    };
  }
}
