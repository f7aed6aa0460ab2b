package cai.report;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All settings of the run, flattened to `section.key -> text`, from the text that the manifest
/// keeps. The text was written by the recipe reader, one key a line, two blanks a level; whatever
/// is not of that form is passed over.
record Settings(Map<String, String> values) {
  static Settings of(Tree manifest) {
    return of(manifest.first("settings", "recipe").orElse(""));
  }

  static Settings of(String yaml) {
    var values = new LinkedHashMap<String, String>();
    var path = new ArrayDeque<String>();
    for (String line : yaml.lines().toList()) {
      int indent = line.length() - line.stripLeading().length();
      int colon = line.indexOf(':');
      if (!line.strip().matches("[a-z][a-z0-9-]*:.*") || indent % 2 > 0) continue;
      while (path.size() > indent / 2) path.removeLast();
      path.addLast(line.substring(indent, colon));
      String value = plain(line.substring(colon + 1));
      if (!value.isEmpty()) values.put(String.join(".", path), value);
    }
    return new Settings(values);
  }

  private static String plain(String scalar) {
    String text = scalar.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    if (!quoted) return text.replaceAll("\\s+#.*$", "");
    return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /// The value of a key; empty where it is not known or is `null`.
  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.equals("null"));
  }

  Optional<Double> number(String key) {
    try {
      return text(key).map(Double::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
