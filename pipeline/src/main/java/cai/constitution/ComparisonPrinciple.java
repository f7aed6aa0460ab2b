package cai.constitution;

import java.util.List;
import java.util.Objects;

/// A principle by which two responses are compared.
///
/// **Source**: section 4.1, the principles of the multiple-choice question.
///
/// @param id unique among the comparison principles
/// @param question asks which of two responses is better
/// @param positive yes/no questions about one response; Yes means it is good
/// @param negative yes/no questions about one response; Yes means it is bad
public record ComparisonPrinciple(
    String id, Aim aim, String question, List<String> positive, List<String> negative) {
  public ComparisonPrinciple {
    Constitution.requireText("id", id);
    Objects.requireNonNull(aim);
    Constitution.requireText("question of " + id, question);
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
  }
}
