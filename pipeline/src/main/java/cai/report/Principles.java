package cai.report;

import java.util.Map;
import java.util.Optional;

/// The words of the principles, from `constitution/constitution.json`. One id may be in both of its
/// lists: a comparison principle that was derived from a critique principle keeps the id.
record Principles(Tree constitution) {
  /// What a critique principle asks to criticise; empty where the file does not say.
  Optional<String> critique(String id) {
    return words("critiquePrinciples", id, "critiqueRequest");
  }

  /// What a comparison principle asks of two answers; empty where the file does not say.
  Optional<String> comparison(String id) {
    return words("comparisonPrinciples", id, "question");
  }

  private Optional<String> words(String list, String id, String word) {
    return constitution.values().entrySet().stream()
        .filter(
            entry -> entry.getKey().matches(list + "\\.\\d+\\.id") && entry.getValue().equals(id))
        .map(Map.Entry::getKey)
        .map(key -> key.substring(0, key.length() - "id".length()) + word)
        .flatMap(key -> Optional.ofNullable(constitution.values().get(key)).stream())
        .findFirst();
  }
}
