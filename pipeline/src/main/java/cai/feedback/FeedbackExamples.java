package cai.feedback;

import cai.prompts.ExamplesSettings;
import cai.prompts.fewshots.FeedbackShot;
import cai.prompts.fewshots.FewShots;
import cai.prompts.fewshots.ReasoningShot;
import cai.prompts.fewshots.YesNoShot;
import java.nio.file.Path;
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

  /// The files that hold them.
  public record Files(Path feedback, Path yesNo, Path reasoning) {
    /// The files of the recipe's section.
    public static Files of(ExamplesSettings examples) {
      return new Files(examples.feedback(), examples.yesNo(), examples.reasoning());
    }

    /// Reads them.
    public FeedbackExamples read() {
      return new FeedbackExamples(
          FewShots.feedback(feedback), FewShots.yesNo(yesNo), FewShots.reasoning(reasoning));
    }
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
