package cai.jinja.builtins;

import cai.jinja.values.Dict;
import cai.jinja.values.Function;
import cai.jinja.values.JinjaObject;
import cai.jinja.values.Namespace;
import cai.jinja.values.Numbers;
import cai.jinja.values.Range;
import cai.jinja.values.Text;
import cai.jinja.values.Tuple;
import cai.jinja.values.Types;
import cai.jinja.values.Undefined;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `value.name` and `value[key]`, as Jinja's sandbox resolves them: `value.name` tries attributes
/// before items, `value[key]` items before attributes. Methods that change a value and attributes
/// that lead out of the template are refused.
public final class Attributes {
  private static final Set<String> CHANGING_LISTS =
      Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");
  private static final Set<String> CHANGING_DICTS =
      Set.of("clear", "pop", "popitem", "setdefault", "update");
  private static final Set<String> OF_NUMBERS =
      Set.of(
          "as_integer_ratio",
          "bit_count",
          "bit_length",
          "conjugate",
          "denominator",
          "from_bytes",
          "fromhex",
          "hex",
          "imag",
          "is_integer",
          "numerator",
          "real",
          "to_bytes");

  private Attributes() {}

  public static Object attribute(Object of, String name) {
    if (of instanceof Undefined undefined) throw undefined.failure();
    return own(of, name)
        .or(() -> item(of, (Object) Text.of(name), false))
        .orElseGet(() -> Undefined.member(of, Text.of(name)));
  }

  public static Object item(Object of, Object key) {
    if (of instanceof Undefined undefined) throw undefined.failure();
    Optional<Object> found = item(of, key, true);
    if (found.isPresent()) return found.get();
    return (key instanceof Text name ? own(of, name.toString()) : Optional.<Object>empty())
        .orElseGet(() -> Undefined.member(of, key));
  }

  /// The item at a key or index.
  ///
  /// @param indexed whether texts, lists and tuples are indexed, too, or only dictionaries
  private static Optional<Object> item(Object of, Object key, boolean indexed) {
    if (of instanceof Dict dict) {
      boolean hashable = !(key instanceof Dict) && !(key instanceof List<?>);
      return hashable ? dict.get(key) : Optional.empty();
    }
    if (!indexed || !Numbers.isWhole(key)) return Optional.empty();
    BigInteger index = Numbers.whole(key);
    return switch (of) {
      case Text text -> place(index, text.length()).map(text::at);
      case List<?> list -> place(index, list.size()).map(list::get);
      case Tuple tuple -> place(index, tuple.items().size()).map(tuple.items()::get);
      case Range range -> place(index, range.length()).map(range::at);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> place(BigInteger index, int size) {
    if (index.bitLength() > 31) return Optional.empty();
    long at = index.longValue() < 0 ? index.longValue() + size : index.longValue();
    return at < 0 || at >= size ? Optional.empty() : Optional.of((int) at);
  }

  /// An attribute of the Python value.
  private static Optional<Object> own(Object of, String name) {
    if (of instanceof Namespace namespace) return namespace.attributes().get(name);
    if (name.startsWith("__")) return Optional.of(Undefined.forbidden(of, name));
    return switch (of) {
      case Text text -> StringMethods.of(text, name);
      case Dict dict ->
          CHANGING_DICTS.contains(name)
              ? Optional.of(Undefined.forbidden(of, name))
              : Methods.of(dict, name);
      case List<?> list ->
          CHANGING_LISTS.contains(name)
              ? Optional.of(Undefined.forbidden(of, name))
              : Methods.of(list, "list", name);
      case Tuple tuple -> tuple.named(name).or(() -> Methods.of(tuple.items(), "tuple", name));
      case Range range -> Methods.of(range, name);
      case JinjaObject object -> object.attribute(name);
      case Function function -> function.attribute(name);
      case BigInteger _, Double _, Boolean _ when OF_NUMBERS.contains(name) ->
          Optional.of(Methods.unsupported(Types.name(of), name));
      default -> Optional.empty();
    };
  }
}
