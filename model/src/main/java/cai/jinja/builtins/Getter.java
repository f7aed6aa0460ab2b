package cai.jinja.builtins;

import cai.jinja.strings.Casing;
import cai.jinja.values.None;
import cai.jinja.values.Text;
import cai.jinja.values.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads an attribute of a value by a path such as `function.name` or `0.role`.
record Getter(List<Object> path, Optional<Object> otherwise) {
  /// @param attribute a path, an index, or none for the value itself
  static Getter of(Object attribute, Optional<Object> otherwise) {
    if (attribute == None.NONE) return new Getter(List.of(), otherwise);
    if (!(attribute instanceof Text text)) return new Getter(List.of(attribute), otherwise);
    var path = new ArrayList<Object>();
    for (String part : text.toString().split("\\.", -1)) {
      boolean index = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
      path.add(index ? new BigInteger(part) : Text.of(part));
    }
    return new Getter(path, otherwise);
  }

  static Getter of(Object attribute) {
    return of(attribute, Optional.empty());
  }

  /// One getter for each attribute of a comma-separated list.
  static List<Getter> several(Object attribute) {
    if (!(attribute instanceof Text text)) return List.of(of(attribute));
    var getters = new ArrayList<Getter>();
    for (String one : text.toString().split(",", -1)) getters.add(of(Text.of(one)));
    return getters;
  }

  Object get(Object item) {
    Object found = item;
    for (Object part : path) {
      found = Attributes.item(found, part);
      if (found instanceof Undefined && otherwise.isPresent()) found = otherwise.get();
    }
    return found;
  }

  /// The value in lower case where it is a text, for sorting without regard to case.
  static Object folded(Object key, boolean caseSensitive) {
    return key instanceof Text text && !caseSensitive ? Casing.lower(text) : key;
  }
}
