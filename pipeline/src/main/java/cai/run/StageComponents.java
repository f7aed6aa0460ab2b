package cai.run;

import cai.provenance.CanonicalText;
import cai.provenance.StageKey;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Computes the key of a stage from the components of its record and of the records among them.
final class StageComponents {
  private final SortedMap<String, String> parts;
  private final SortedMap<String, Path> files = new TreeMap<>();

  /// Titles of the artifacts by the names that stand for them.
  private final Map<String, String> holders = new HashMap<>();

  private boolean complete = true;

  /// The key of a stage, from its components; empty where an artifact that it reads is not made.
  ///
  /// @param common parts of every stage's key
  static Optional<StageKey> of(Stage<?> stage, Map<String, String> common) {
    if (!(stage instanceof Record record))
      throw new IllegalArgumentException(stage.getClass() + " is no record");
    var collected = new StageComponents(common);
    collected.components("", record);
    return collected.complete
        ? Optional.of(new StageKey(stage.word().word(), collected.parts, collected.files))
        : Optional.empty();
  }

  private StageComponents(Map<String, String> common) {
    parts = new TreeMap<>(common);
  }

  /// @param prefix before the names of components that do not say their own
  private void components(String prefix, Record record) {
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
      case List<?> list
          when !list.isEmpty() && list.stream().allMatch(StageComponents::isApart) -> {
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
    // An instance counts as any other of its stage, unless several are read: then the method's own
    // has the name without a variant.
    String name = StageName.withoutVariant(artifact.title());
    String holder = holders.putIfAbsent(name, artifact.title());
    boolean alone = holder == null || artifact.hash().equals(parts.get(name));
    if (!alone && artifact.title().equals(name)) {
      put(holder, parts.remove(name));
      holders.put(name, name);
    }
    put(alone ? name : artifact.title(), artifact.hash());
  }

  private void put(String name, String value) {
    String before = parts.put(name, value);
    if (before != null && !before.equals(value))
      throw new IllegalArgumentException(name + " is given twice");
  }

  /// As it is written in a recipe.
  private static String kebab(String component) {
    return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
