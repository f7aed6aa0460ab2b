package cai.recipe;

import cai.recipe.SettingKind.ListSetting;
import cai.recipe.SettingKind.Section;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A recipe's record as YAML text; equal records give equal texts.
final class CanonicalYaml {
  private final StringBuilder out = new StringBuilder();

  private CanonicalYaml() {}

  static String of(Record recipe) {
    var yaml = new CanonicalYaml();
    yaml.section(recipe, "");
    return yaml.out.toString();
  }

  private void section(Record section, String indent) {
    for (SettingKey key : SettingKey.of(section.getClass())) {
      out.append(indent).append(key.name()).append(':');
      value(value(section, key), key.kind(), indent);
    }
  }

  private void value(Object value, SettingKind kind, String indent) {
    switch (value) {
      case Optional<?> maybe when maybe.isPresent() -> value(maybe.get(), kind, indent);
      case Record section -> {
        boolean empty = section.getClass().getRecordComponents().length == 0;
        out.append(empty ? " {}\n" : "\n");
        section(section, indent + "  ");
      }
      case List<?> sections when holdsSections(kind) && !sections.isEmpty() -> {
        out.append('\n');
        for (Object each : sections) {
          out.append(indent).append("  -");
          value(each, kind, indent + "  ");
        }
      }
      default -> out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static boolean holdsSections(SettingKind kind) {
    return kind instanceof ListSetting(Section _)
        || kind instanceof SettingKind.Maybe(ListSetting(Section _));
  }

  private static String scalar(Object value) {
    return switch (value) {
      case Optional<?> maybe -> maybe.map(CanonicalYaml::scalar).orElse("null");
      case List<?> list ->
          list.stream().map(CanonicalYaml::scalar).collect(Collectors.joining(", ", "[", "]"));
      case Double number -> YamlText.number(number);
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case Enum<?> constant -> YamlText.quoted(KeyNames.ofConstant(constant));
      default -> YamlText.quoted(value.toString());
    };
  }

  private static Object value(Record section, SettingKey key) {
    try {
      var accessor = key.component().getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(section);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException(key.declaration() + " cannot be read", e);
    }
  }
}
