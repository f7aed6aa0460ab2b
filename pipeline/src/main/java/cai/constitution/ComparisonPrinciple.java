package cai.constitution;

import java.util.List;

/// A principle of the feedback stage: a question about two responses.
public record ComparisonPrinciple(
    String id, Aim aim, String question, List<String> positive, List<String> negative) {
  public ComparisonPrinciple {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
  }
}
