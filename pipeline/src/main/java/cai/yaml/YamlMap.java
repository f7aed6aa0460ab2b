package cai.yaml;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The keys and values of a YAML map. Remembers which keys were asked for, so that the others can
/// be refused as unknown.
public final class YamlMap {
  private final YamlValue self;
  private final Map<String, YamlValue> values = new LinkedHashMap<>();
  private final Map<String, YamlValue> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private YamlMap(YamlValue self) {
    this.self = self;
  }

  static YamlMap of(YamlValue self, MappingNode node) {
    var map = new YamlMap(self);
    for (NodeTuple entry : node.getValue()) {
      YamlValue key = self.child(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
        key.problem("a key is not a word; quote it or indent what follows");
        continue;
      }
      String name = scalar.getValue();
      if (map.keys.putIfAbsent(name, key) != null)
        key.problem(
            "key '"
                + name
                + "' occurs twice, first at "
                + map.keys.get(name).where()
                + "; drop one");
      else map.values.put(name, self.child(entry.getValueNode()));
    }
    return map;
  }

  /// File and line of the map.
  public String where() {
    return self.where();
  }

  /// Notes a problem with the map.
  public void problem(String what) {
    self.problem(what);
  }

  /// Whether the key is there.
  public boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  /// The value of a key, if it is there.
  public Optional<YamlValue> value(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key));
  }

  /// The text of a key that must be there; empty where a problem was noted.
  public String text(String key) {
    Optional<YamlValue> value = value(key);
    if (value.isEmpty()) problem("key '" + key + "' is missing");
    return value.flatMap(v -> v.text(key)).orElse("");
  }

  /// The text of a key that may be left out.
  public Optional<String> optionalText(String key) {
    return value(key).flatMap(v -> v.text(key));
  }

  /// The values of a list that may be left out.
  public List<YamlValue> list(String key) {
    return value(key).map(v -> v.list(key)).orElse(List.of());
  }

  /// The texts of a list that may be left out.
  public List<String> texts(String key) {
    return list(key).stream().flatMap(v -> v.text("an entry of " + key).stream()).toList();
  }

  /// Notes a problem for each key that was never asked for, naming the nearest known one.
  public void refuseOtherKeys() {
    keys.forEach((name, key) -> {
      if (!asked.contains(name)) key.problem("unknown key '" + name + "'; " + advice(name));
    });
  }

  private String advice(String name) {
    Optional<String> near = Nearest.of(name, asked);
    return near.map(known -> "did you mean '" + known + "'?")
        .orElse("known keys: " + String.join(", ", asked));
  }
}
