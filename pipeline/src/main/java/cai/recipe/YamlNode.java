package cai.recipe;

import java.util.List;

/// A YAML value with the place where it was written.
sealed interface YamlNode {
  /// Where the value begins.
  Place place();

  /// A single value.
  ///
  /// @param plain whether it stands without quotes and so may be a number, a boolean or null
  record Scalar(Place place, String text, boolean plain) implements YamlNode {
    /// Whether nothing was written, or one of YAML's words for it.
    boolean isNull() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }
  }

  /// A list.
  record Sequence(Place place, List<YamlNode> items) implements YamlNode {}

  /// A section; its entries in order, duplicates included.
  record Mapping(Place place, List<MappingEntry> entries) implements YamlNode {}

  /// One key of a section.
  public record MappingEntry(String key, Place place, YamlNode value) {}
}
