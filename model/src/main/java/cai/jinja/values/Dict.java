package cai.jinja.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Python's dictionary: entries in order of insertion; keys are equal by Python's rules (`1`, `1.0`
/// and `True` are one key).
public final class Dict {
  /// A value with the key under which it was first inserted.
  public record DictEntry(Object key, Object value) {}

  private final Map<Object, DictEntry> entries = new LinkedHashMap<>();

  public Dict put(Object key, Object value) {
    Object hashed = hashed(key);
    DictEntry before = entries.get(hashed);
    entries.put(hashed, new DictEntry(before == null ? key : before.key(), value));
    return this;
  }

  public Dict putAll(Dict other) {
    for (DictEntry entry : other.entries.values()) put(entry.key(), entry.value());
    return this;
  }

  public Dict copy() {
    return new Dict().putAll(this);
  }

  public Optional<Object> get(Object key) {
    return Optional.ofNullable(entries.get(hashed(key))).map(DictEntry::value);
  }

  public Optional<Object> get(String key) {
    return get(Text.of(key));
  }

  boolean has(Object key) {
    return entries.containsKey(hashed(key));
  }

  public List<DictEntry> entries() {
    return List.copyOf(entries.values());
  }

  List<Object> keys() {
    var keys = new ArrayList<Object>();
    for (DictEntry entry : entries.values()) keys.add(entry.key());
    return keys;
  }

  public List<Object> values() {
    var values = new ArrayList<Object>();
    for (DictEntry entry : entries.values()) values.add(entry.value());
    return values;
  }

  public List<Object> items() {
    var items = new ArrayList<Object>();
    for (DictEntry entry : entries.values()) items.add(Tuple.of(entry.key(), entry.value()));
    return items;
  }

  public int size() {
    return entries.size();
  }

  /// An object that is equal by Java's rules exactly where keys are equal by Python's. Lists and
  /// dictionaries, which can change, cannot be keys.
  public static Object hashed(Object key) {
    return switch (key) {
      case Boolean truth -> truth ? BigInteger.ONE : BigInteger.ZERO;
      case Double number when Double.isFinite(number) && number == Math.rint(number) ->
          new BigDecimal(number).toBigInteger();
      case Tuple tuple -> tuple.items().stream().map(Dict::hashed).toList();
      case List<?> _, Dict _ ->
          throw JinjaException.failed("unhashable type: '" + Types.name(key) + "'");
      default -> key;
    };
  }
}
