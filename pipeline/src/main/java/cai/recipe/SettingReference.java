package cai.recipe;

import cai.recipe.SettingKind.Maybe;
import cai.recipe.SettingKind.Section;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// The reference of all recipe keys, made from the records themselves.
public final class SettingReference {
  private record SettingSection(String name, String about, Class<? extends Record> type) {}

  private SettingReference() {}

  /// One Markdown table per section: key, type, default, range, meaning.
  ///
  /// @throws IllegalStateException where a component has no [Setting], or one with an empty
  ///   description
  public static String markdown(Class<? extends Record> root) {
    var out = new StringBuilder();
    Queue<SettingSection> parts = new ArrayDeque<>(List.of(new SettingSection("", "", root)));
    while (!parts.isEmpty()) {
      SettingSection part = parts.remove();
      List<SettingKey> keys = SettingKey.of(part.type());
      for (SettingKey key : keys)
        sectionOf(key.kind()).ifPresent(type -> parts.add(part(part, key, type)));
      table(part, keys.stream().filter(key -> sectionOf(key.kind()).isEmpty()).toList(), out);
    }
    return out.toString();
  }

  private static SettingSection part(
      SettingSection parent, SettingKey key, Class<? extends Record> type) {
    String name = parent.name().isEmpty() ? key.name() : parent.name() + "." + key.name();
    return new SettingSection(name, key.setting().about(), type);
  }

  private static Optional<Class<? extends Record>> sectionOf(SettingKind kind) {
    return switch (kind) {
      case Section(var type) -> Optional.of(type);
      case Maybe(SettingKind inner) -> sectionOf(inner);
      case SettingKind.ListSetting(SettingKind inner) -> sectionOf(inner);
      default -> Optional.empty();
    };
  }

  private static void table(SettingSection part, List<SettingKey> keys, StringBuilder out) {
    if (!part.name().isEmpty())
      out.append("## ").append(part.name()).append("\n\n").append(part.about()).append("\n\n");
    if (keys.isEmpty()) return;
    out.append("| key | type | default | range | meaning |\n|---|---|---|---|---|\n");
    for (SettingKey key : keys) {
      out.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  key.name(),
                  cell(key.kind().text()),
                  shownDefault(key),
                  key.range().text(),
                  cell(key.setting().about())));
    }
    out.append('\n');
  }

  private static String shownDefault(SettingKey key) {
    String text = key.setting().value();
    if (!text.isEmpty()) return "`" + cell(text) + "`";
    return key.kind() instanceof Maybe ? "none" : "must be given";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ").strip();
  }
}
