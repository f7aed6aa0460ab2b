package cai.run;

import cai.json.Json;
import cai.storage.ContentHash;
import java.lang.reflect.RecordComponent;
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

/// All that the outputs of a stage depend on: the components of its record, what is common to all
/// stages of a run, and the stage's word. The instance of a stage is no part of it: two instances
/// that read the same make the same.
///
/// @param parts each by a name that can be told to the user
/// @param files where those parts lie that are files of the recipe
record StageKey(StageWord word, SortedMap<String, String> parts, SortedMap<String, Path> files) {
  private static final int LONGEST_VALUE = 48;

  /// The key of a stage, from its components; empty where an artifact that it reads is not made.
  ///
  /// @param common parts of every stage's key
  static Optional<StageKey> of(Stage<?> stage, Map<String, String> common) {
    if (!(stage instanceof Record record))
      throw new IllegalArgumentException(stage.getClass() + " is no record");
    var collected = new Collected(common);
    collected.components("", record);
    return collected.complete
        ? Optional.of(
            new StageKey(stage.word(), Sorted.copy(collected.parts), Sorted.copy(collected.files)))
        : Optional.empty();
  }

  /// The parts of a key while they are collected.
  private static final class Collected {
    private final SortedMap<String, String> parts;
    private final SortedMap<String, Path> files = new TreeMap<>();
    private boolean complete = true;

    Collected(Map<String, String> common) {
      parts = new TreeMap<>(common);
    }

    /// @param prefix before the names of components that do not say their own
    void components(String prefix, Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        Key own = component.getAnnotation(Key.class);
        String name = own == null ? prefix + kebab(component.getName()) : own.value();
        value(name, CanonicalText.read(component, record));
      }
    }

    private void value(String name, Object value) {
      switch (value) {
        case Artifact<?> artifact -> artifact(artifact);
        case Record section -> components(name + ".", section);
        case Optional<?> maybe when maybe.isPresent() -> value(name, maybe.get());
        case List<?> list when !list.isEmpty() && list.stream().allMatch(Collected::isApart) -> {
          for (int i = 0; i < list.size(); i++) value(name + "[" + i + "]", list.get(i));
        }
        default -> {
          if (value instanceof Path file) files.put(name, file);
          put(name, CanonicalText.of(value));
        }
      }
    }

    /// Whether an element of a list is a part of the key by itself.
    private static boolean isApart(Object element) {
      return element instanceof Path || element instanceof Artifact || element instanceof Input;
    }

    private void artifact(Artifact<?> artifact) {
      if (!artifact.isMade()) {
        complete = false;
        return;
      }
      // An instance counts as any other of its stage, unless several are read.
      String title = ItemKeys.withoutVariant(artifact.title());
      boolean taken = parts.containsKey(title) && !parts.get(title).equals(artifact.hash());
      put(taken ? artifact.title() : title, artifact.hash());
    }

    private void put(String name, String value) {
      String before = parts.put(name, value);
      if (before != null && !before.equals(value))
        throw new IllegalArgumentException(name + " is given twice");
    }
  }

  /// As it is written in a recipe.
  private static String kebab(String component) {
    return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /// One hash of stage and parts.
  String hash() {
    return ContentHash.text(StageRecord.FORMAT + " " + word.word() + " " + Json.line(parts));
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
