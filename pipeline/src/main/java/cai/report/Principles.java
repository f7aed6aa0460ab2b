package cai.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The words of the principles, from `constitution/constitution.json`.
record Principles(Tree constitution) {
  private static final List<String> WORDS = List.of("critiqueRequest", "question", "text");

  /// What the principle with an id asks; empty where the file does not say.
  Optional<String> words(String id) {
    return constitution.values().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(".id") && entry.getValue().equals(id))
        .map(Map.Entry::getKey)
        .flatMap(key -> beside(key).stream())
        .findFirst();
  }

  private Optional<String> beside(String idKey) {
    String parent = idKey.substring(0, idKey.length() - "id".length());
    return WORDS.stream()
        .flatMap(word -> Optional.ofNullable(constitution.values().get(parent + word)).stream())
        .findFirst();
  }
}
