package cai.jinja.rendering;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names of one scope and what each holds when the scope is entered.
///
/// **Source**: `jinja2.idtracking.Symbols`: Jinja decides for a whole scope, before it is carried
/// out, whether a name is the scope's own.
final class Symbols {
  /// The value of a name when its scope is entered.
  enum Load {
    /// A value that is assigned on entry: a loop's item, a macro's argument.
    PARAMETER,
    /// A variable that the template is rendered with, or a global function.
    RESOLVE,
    /// The value of the name in the enclosing scope.
    ALIAS,
    /// No value.
    UNDEFINED
  }

  private final Optional<Symbols> parent;
  private final Map<String, Load> loads;
  private final Set<String> stores;

  Symbols(Optional<Symbols> parent) {
    this(parent, new LinkedHashMap<>(), new HashSet<>());
  }

  private Symbols(Optional<Symbols> parent, Map<String, Load> loads, Set<String> stores) {
    this.parent = parent;
    this.loads = loads;
    this.stores = stores;
  }

  /// A copy for a branch that may not be executed.
  Symbols copy() {
    return new Symbols(parent, new LinkedHashMap<>(loads), new HashSet<>(stores));
  }

  Map<String, Load> loads() {
    return Collections.unmodifiableMap(loads);
  }

  boolean has(String name) {
    return loads.containsKey(name);
  }

  private boolean isFound(String name) {
    return has(name) || parentHas(name);
  }

  private boolean parentHas(String name) {
    return parent.map(outer -> outer.isFound(name)).orElse(false);
  }

  void load(String name) {
    if (!isFound(name)) loads.put(name, Load.RESOLVE);
  }

  void store(String name) {
    stores.add(name);
    if (!has(name)) loads.put(name, parentHas(name) ? Load.ALIAS : Load.UNDEFINED);
  }

  void declare(String name) {
    stores.add(name);
    loads.put(name, Load.PARAMETER);
  }

  /// Merges branches of which at most one is executed.
  void merge(List<Symbols> branches) {
    var stored = new HashSet<String>();
    for (Symbols branch : branches) stored.addAll(branch.stores);
    stored.removeAll(stores);
    for (Symbols branch : branches) {
      loads.putAll(branch.loads);
      stores.addAll(branch.stores);
    }
    for (String name : stored) loads.put(name, parentHas(name) ? Load.ALIAS : Load.RESOLVE);
  }
}
