package cai.recipe;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One key of a section, as its record component declares it.
record SettingKey(String name, SettingKind kind, Setting setting, RecordComponent component) {
  /// The keys of a section in the order of its record.
  static List<SettingKey> of(Class<? extends Record> section) {
    return Arrays.stream(section.getRecordComponents()).map(SettingKey::of).toList();
  }

  private static SettingKey of(RecordComponent component) {
    String place = component.getDeclaringRecord().getName() + "." + component.getName();
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) throw new IllegalStateException(place + " has no @Setting");
    if (setting.about().isBlank())
      throw new IllegalStateException(place + ": @Setting says nothing about it");
    return new SettingKey(
        KeyNames.ofComponent(component.getName()),
        SettingKind.of(component.getGenericType()),
        setting,
        component);
  }

  AllowedRange range() {
    return AllowedRange.of(setting);
  }

  /// The expected value in words, with the range: `an integer in [1, 64]`.
  String expected() {
    String range = kind.isNumeric() ? range().text() : "";
    return kind.text() + (range.isEmpty() ? "" : " " + range);
  }

  /// The class and component, for messages about bugs.
  String declaration() {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }

  /// The keys of all sections below a record, with their sections: `finetuning.learning-rate`.
  static List<String> paths(Class<? extends Record> root) {
    var paths = new ArrayList<String>();
    collect(root, "", paths);
    return paths;
  }

  private static void collect(Class<? extends Record> section, String prefix, List<String> paths) {
    for (SettingKey key : of(section)) {
      paths.add(prefix + key.name);
      if (key.kind instanceof SettingKind.Section(var type))
        collect(type, prefix + key.name + ".", paths);
    }
  }
}
