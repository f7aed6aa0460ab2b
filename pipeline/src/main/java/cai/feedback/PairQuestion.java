package cai.feedback;

import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import java.util.Optional;

/// Two answers to one prompt and the principle under which the better one is asked for.
public record PairQuestion(
    String id, Dialogue prompt, String first, String second, ComparisonPrinciple principle) {

  /// Why there is nothing to compare, where there is nothing.
  Optional<String> flaw() {
    if (first.isBlank() || second.isBlank()) return Optional.of("an answer is empty");
    return first.strip().equals(second.strip())
        ? Optional.of("both answers are the same")
        : Optional.empty();
  }
}
