package cai.report;

import cai.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A JSON file of somebody else's layout, flattened to `path.to.value -> text`. Read tolerantly: a
/// field that is not there is simply absent.
record Tree(Map<String, String> values) {
  static Tree read(Path file) {
    var values = new LinkedHashMap<String, String>();
    if (Files.isRegularFile(file)) flatten("", Json.read(file, Map.class), values);
    return new Tree(values);
  }

  private static void flatten(String path, Object value, Map<String, String> into) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((key, inner) -> flatten(join(path, key), inner, into));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) flatten(join(path, i), list.get(i), into);
      }
      default -> into.put(path, value.toString());
    }
  }

  private static String join(String path, Object key) {
    return path.isEmpty() ? key.toString() : path + "." + key;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /// The first value whose path is one of the names, case ignored.
  Optional<String> first(String... names) {
    for (String name : names) {
      for (var entry : values.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  /// The first such value as a number.
  Optional<Double> number(String... names) {
    try {
      return first(names).map(Double::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// `list.k.` for the last element k of a list, or nothing where the list is empty.
  String lastPrefix(String list) {
    int last = -1;
    for (String key : values.keySet()) {
      String[] parts = key.split("\\.", 3);
      if (parts.length == 3 && parts[0].equals(list) && parts[1].matches("\\d{1,6}"))
        last = Math.max(last, Integer.parseInt(parts[1]));
    }
    return last < 0 ? "" : list + "." + last + ".";
  }

  /// `name value` of everything below a path.
  List<String> named(String path) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(path + "."))
        .map(entry -> entry.getKey().substring(path.length() + 1) + " " + entry.getValue())
        .toList();
  }

  /// All values whose path ends in a word of the list's name, for example `deviations.0`.
  List<String> list(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ".";
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }
}
