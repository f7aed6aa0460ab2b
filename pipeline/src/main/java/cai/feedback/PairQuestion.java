package cai.feedback;

import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;

/// Two answers to one prompt and the principle under which the better one is asked for.
public record PairQuestion(
    String id, Dialogue prompt, String first, String second, ComparisonPrinciple principle) {

  /// Why there is nothing to compare, or empty.
  String flaw() {
    if (first.isBlank() || second.isBlank()) return "an answer is empty";
    return first.strip().equals(second.strip()) ? "both answers are the same" : "";
  }
}
