package cai.feedback;

import cai.prompts.fewshots.FeedbackShot;
import cai.prompts.fewshots.ReasoningShot;
import cai.prompts.fewshots.YesNoShot;
import java.util.List;

/// Worked examples for each method of feedback.
///
/// @param pairs for multiple choice
/// @param yesNo for yes/no questions
/// @param reasoning for chains of thought
public record FeedbackExamples(
    List<FeedbackShot> pairs, List<YesNoShot> yesNo, List<ReasoningShot> reasoning) {
  public FeedbackExamples {
    pairs = List.copyOf(pairs);
    yesNo = List.copyOf(yesNo);
    reasoning = List.copyOf(reasoning);
  }

  List<FeedbackShot> pairs(int most) {
    return pairs.subList(0, Math.min(most, pairs.size()));
  }

  List<YesNoShot> yesNo(int most) {
    return yesNo.subList(0, Math.min(most, yesNo.size()));
  }

  List<ReasoningShot> reasoning(int most) {
    return reasoning.subList(0, Math.min(most, reasoning.size()));
  }
}
