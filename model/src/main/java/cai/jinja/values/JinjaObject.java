package cai.jinja.values;

import java.util.Optional;

/// An object that Python's own types do not have and that Jinja gives to a template: `loop`, a
/// macro, a cycler.
public interface JinjaObject {
  /// Python's name of its type, without the module.
  String type();

  /// Python's name of its type, with the module.
  String qualifiedType();

  /// An attribute, where the object has it.
  Optional<Object> attribute(String name);

  /// What `repr` gives; empty where we do not print it.
  default Optional<String> printed() {
    return Optional.empty();
  }

  /// Whether the object has items in Python; asking takes none of them.
  default boolean hasItems() {
    return false;
  }

  /// Python's `len`; empty where the object has no items.
  default Optional<Integer> size() {
    return Optional.empty();
  }
}
