package cai.recipe;

import cai.errors.UserError;
import cai.recipe.SettingKind.ListSetting;
import cai.recipe.SettingKind.Maybe;
import cai.recipe.SettingKind.Section;
import cai.recipe.YamlNode.Mapping;
import cai.recipe.YamlNode.MappingEntry;
import cai.recipe.YamlNode.Scalar;
import cai.recipe.YamlNode.Sequence;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds YAML sections to records. Faults are added to [Errors]; a value that cannot be made is
/// empty, so that the rest of the section is still checked.
final class SectionBinder {
  private final Class<? extends Record> root;
  private final ScalarReader scalars;
  private final Errors errors;

  SectionBinder(Class<? extends Record> root, ScalarReader scalars, Errors errors) {
    this.root = root;
    this.scalars = scalars;
    this.errors = errors;
  }

  /// Binds one section.
  ///
  /// @param path of the section with a dot at its end; empty for the root
  <T extends Record> Optional<T> bind(Class<T> type, Mapping section, String path) {
    List<SettingKey> keys = SettingKey.of(type);
    Map<String, MappingEntry> entries = entries(type, section, keys, path);
    var values = new ArrayList<>();
    for (SettingKey key : keys) {
      MappingEntry entry = entries.get(key.name());
      Optional<?> value =
          entry == null
              ? defaultValue(key, section.place(), path)
              : value(key, key.kind(), entry.value(), path + key.name());
      value.ifPresent(values::add);
    }
    return values.size() == keys.size() ? construct(type, keys, values, section, path) : empty();
  }

  private static <T> Optional<T> empty() {
    return Optional.empty();
  }

  private Map<String, MappingEntry> entries(
      Class<? extends Record> type, Mapping section, List<SettingKey> keys, String path) {
    List<String> names = keys.stream().map(SettingKey::name).toList();
    var entries = new LinkedHashMap<String, MappingEntry>();
    for (MappingEntry entry : section.entries()) {
      if (!names.contains(entry.key())) {
        unknown(type, entry, names, path);
        continue;
      }
      MappingEntry earlier = entries.putIfAbsent(entry.key(), entry);
      if (earlier != null)
        errors.add(
            entry.place(),
            "%sduplicate key '%s%s'; it is set before at %s"
                .formatted(
                    entry.place().prefix(),
                    path,
                    entry.key(),
                    earlier.place().prefix().replaceFirst(": $", "")));
    }
    return entries;
  }

  private void unknown(
      Class<? extends Record> type, MappingEntry entry, List<String> names, String path) {
    for (RemovedKey removed : type.getAnnotationsByType(RemovedKey.class))
      if (removed.value().equals(entry.key())) {
        errors.add(
            entry.place(),
            "%s%s%s is no longer a key; %s"
                .formatted(entry.place().prefix(), path, entry.key(), removed.instead()));
        return;
      }
    String hint =
        KeyNames.nearest(entry.key(), names)
            .or(() -> elsewhere(entry.key()))
            .map(name -> "did you mean '" + name + "'?")
            .orElseGet(() -> "known keys here are " + String.join(", ", names));
    if (entry.key().equals("<<")) hint = "merge keys are not supported, write the keys out";
    String name = YamlText.shown(new Scalar(entry.place(), entry.key(), true));
    errors.add(
        entry.place(), entry.place().prefix() + "unknown key '" + path + name + "'; " + hint);
  }

  /// The path of a key of this name in another section.
  private Optional<String> elsewhere(String name) {
    return SettingKey.paths(root).stream()
        .filter(each -> KeyNames.same(each.substring(each.lastIndexOf('.') + 1), name))
        .findFirst();
  }

  private Optional<?> value(SettingKey key, SettingKind kind, YamlNode node, String name) {
    return switch (kind) {
      case Maybe(SettingKind inner) ->
          node instanceof Scalar scalar && scalar.isNull()
              ? Optional.of(Optional.empty())
              : value(key, inner, node, name).map(Optional::of);
      case ListSetting(SettingKind inner) -> list(key, inner, node, name);
      case Section(var type) -> section(type, key, node, name);
      default -> scalar(key, kind, node, name);
    };
  }

  private Optional<?> scalar(SettingKey key, SettingKind kind, YamlNode node, String name) {
    if (!(node instanceof Scalar scalar)) return wrongShape(key, kind, node, name);
    try {
      return Optional.of(scalars.read(scalar, kind, key));
    } catch (ScalarReader.UnreadableScalar e) {
      String value = scalar.text().isEmpty() && scalar.plain() ? "" : "=" + YamlText.shown(scalar);
      String what = value.isEmpty() ? " has no value; must be " + key.expected() : e.getMessage();
      errors.add(node.place(), node.place().subject(name, value) + what);
      return Optional.empty();
    }
  }

  private Optional<?> list(SettingKey key, SettingKind inner, YamlNode node, String name) {
    if (!(node instanceof Sequence sequence)) return wrongShape(key, key.kind(), node, name);
    var values = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      value(key, inner, sequence.items().get(i), name + "[" + i + "]").ifPresent(values::add);
    }
    boolean complete = values.size() == sequence.items().size();
    return complete ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<?> section(
      Class<? extends Record> type, SettingKey key, YamlNode node, String name) {
    // A section whose keys are all commented out.
    if (node instanceof Scalar scalar && scalar.isNull())
      return bind(type, new Mapping(node.place(), List.of()), name + ".");
    if (!(node instanceof Mapping mapping)) return wrongShape(key, key.kind(), node, name);
    return bind(type, mapping, name + ".");
  }

  private Optional<?> wrongShape(SettingKey key, SettingKind kind, YamlNode node, String name) {
    String written =
        switch (node) {
          case Scalar scalar when scalar.text().isEmpty() && scalar.plain() -> " has no value";
          case Scalar scalar -> "=" + YamlText.shown(scalar) + " is a single value";
          case Sequence _ -> " is a list";
          case Mapping _ -> " is a section";
        };
    String range = key.kind().isNumeric() ? " " + key.range().text() : "";
    String what = name + written + "; must be " + kind.text() + range.stripTrailing();
    errors.add(node.place(), node.place().prefix() + what);
    return Optional.empty();
  }

  private Optional<?> defaultValue(SettingKey key, Place section, String path) {
    String text = key.setting().value();
    if (!text.isEmpty()) return Optional.of(parsedDefault(key));
    return switch (key.kind()) {
      case Maybe _ -> Optional.of(Optional.empty());
      case Section(var type) ->
          bind(type, new Mapping(section, List.of()), path + key.name() + ".");
      default -> {
        errors.add(
            section,
            "%smissing key '%s%s'; must be %s: %s"
                .formatted(
                    section.prefix(), path, key.name(), key.expected(), key.setting().about()));
        yield Optional.empty();
      }
    };
  }

  private Object parsedDefault(SettingKey key) {
    var place = new Place.Default(key.declaration());
    var wrong = new Errors();
    Optional<?> value =
        YamlParser.parse(key.setting().value(), _ -> place)
            .flatMap(node ->
                new SectionBinder(root, scalars, wrong).value(key, key.kind(), node, key.name()));
    try {
      wrong.throwIfAny();
    } catch (UserError e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return value.orElseThrow(
        () -> new IllegalStateException(place.prefix() + "no value in its @Setting"));
  }

  private <T extends Record> Optional<T> construct(
      Class<T> type, List<SettingKey> keys, List<Object> values, Mapping section, String path) {
    Class<?>[] types = keys.stream().map(key -> key.component().getType()).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(values.toArray()));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (!(cause instanceof IllegalArgumentException || cause instanceof UserError))
        throw new IllegalStateException(type.getName() + " cannot be constructed", cause);
      String name = path.isEmpty() ? "" : path.substring(0, path.length() - 1) + ": ";
      cause
          .getMessage()
          .lines()
          .forEach(line -> errors.add(section.place(), section.place().prefix() + name + line));
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be constructed", e);
    }
  }
}
