package cai.run;

import cai.json.Json;
import cai.storage.ContentHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// All that the outputs of a stage depend on.
///
/// @param parts each by a name that can be told to the user
/// @param files where those parts lie that are files of the recipe
record StageKey(StageWord stage, SortedMap<String, String> parts, SortedMap<String, Path> files) {
  private static final int LONGEST_VALUE = 48;

  /// @param settings by their keys in a recipe, whole sections or single values; anything but a map
  ///   is one part
  static StageKey of(
      StageWord stage,
      Object settings,
      List<StageFolder> inputs,
      Map<String, String> otherInputs,
      Map<String, String> common) {
    var parts = new TreeMap<>(common);
    var files = new TreeMap<String, Path>();
    if (settings instanceof Map<?, ?> named)
      named.forEach((name, value) -> collect(name.toString(), value, parts, files));
    else parts.put("settings", ContentHash.text(CanonicalText.of(settings)));
    for (StageFolder input : inputs) put(parts, "output of " + input.stage().word(), input.hash());
    otherInputs.forEach((name, hash) -> put(parts, name, hash));
    return new StageKey(stage, Sorted.copy(parts), Sorted.copy(files));
  }

  private static void collect(
      String name, Object value, Map<String, String> parts, Map<String, Path> files) {
    switch (value) {
      case Record section ->
          CanonicalText.components(section)
              .forEach((key, each) -> collect(name + "." + kebab(key), each, parts, files));
      case Optional<?> maybe when maybe.isPresent() -> collect(name, maybe.get(), parts, files);
      case List<?> list when list.stream().allMatch(Path.class::isInstance) -> {
        for (int i = 0; i < list.size(); i++)
          collect(name + "[" + i + "]", list.get(i), parts, files);
      }
      default -> {
        if (value instanceof Path file) files.put(name, file);
        put(parts, name, CanonicalText.of(value));
      }
    }
  }

  /// As it is written in a recipe.
  private static String kebab(String component) {
    return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static void put(Map<String, String> parts, String name, String value) {
    if (parts.put(name, value) != null)
      throw new IllegalArgumentException(name + " is given twice");
  }

  /// One hash of stage and parts.
  String hash() {
    return ContentHash.text(StageRecord.FORMAT + " " + stage.word() + " " + Json.line(parts));
  }

  /// The names of the parts that differ, settings with their values.
  List<String> differences(Map<String, String> others) {
    var names = new TreeSet<>(parts.keySet());
    names.addAll(others.keySet());
    var differing = new ArrayList<String>();
    for (String name : names) {
      String now = parts.get(name);
      String before = others.get(name);
      if (Objects.equals(now, before)) continue;
      boolean shown = now != null && before != null && isValue(name, now) && isValue(name, before);
      differing.add(shown ? name + "=" + value(now) + " (was " + value(before) + ")" : title(name));
    }
    return differing;
  }

  /// As it is written in a recipe.
  private static String value(String canonical) {
    String bare = canonical.replaceAll("^\"|\"$", "");
    return bare.matches("[A-Z][A-Z_]+") ? bare.toLowerCase(Locale.ROOT).replace('_', '-') : bare;
  }

  private String title(String name) {
    return files.containsKey(name) ? "file " + files.get(name) : name;
  }

  /// Hashes of the recipe's files by their paths; those that were no regular files are left out.
  Map<String, String> inputs() {
    var inputs = new TreeMap<String, String>();
    files.forEach((name, file) -> {
      String value = parts.get(name).replace("\"", "");
      if (value.startsWith(CanonicalText.HASHED))
        inputs.put(
            file.toAbsolutePath().normalize().toString(),
            value.substring(CanonicalText.HASHED.length()));
    });
    return inputs;
  }

  /// Whether a part is a setting that can be shown.
  private boolean isValue(String name, String value) {
    return name.contains(".")
        && !files.containsKey(name)
        && value.length() <= LONGEST_VALUE
        && !name.contains("/");
  }
}
