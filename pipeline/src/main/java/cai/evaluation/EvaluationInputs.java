package cai.evaluation;

import cai.constitution.ComparisonPrinciple;
import cai.critique.RevisionChain;
import cai.feedback.FeedbackExamples;
import cai.feedback.YesNoForm;
import cai.prompts.PromptItem;
import java.util.List;

/// What the evaluation stage works on.
///
/// @param heldOut prompts that no model was trained on, of all groups
/// @param chains of the critique stage, whose texts the preference model scores
/// @param examples the chains that the report shows, see {@link cai.critique.ShownExamples}
/// @param judging how the feedback model judges
public record EvaluationInputs(
    List<PromptItem> heldOut,
    List<RevisionChain> chains,
    List<RevisionChain> examples,
    JudgeInputs judging) {
  public EvaluationInputs {
    heldOut = List.copyOf(heldOut);
    chains = List.copyOf(chains);
    examples = List.copyOf(examples);
  }

  /// How the feedback model judges single answers.
  ///
  /// @param form of the questions
  /// @param examples shown before a question
  /// @param principles of the constitution; only principles with positive and negative questions
  ///   are used
  public record JudgeInputs(
      YesNoForm form, FeedbackExamples examples, List<ComparisonPrinciple> principles) {
    public JudgeInputs {
      principles = List.copyOf(principles);
    }
  }
}
