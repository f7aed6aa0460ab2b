package cai.report.findings;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.findings.Finding.Conclusion;
import cai.statistics.Interval;
import java.util.List;

/// What a trained model does otherwise than the model that training began with, beside what its
/// controls do otherwise.
///
/// @param group of the held-out prompts
/// @param pair the model that training began with, and the model that the claim is about
/// @param difference of the latter's answers from the former's
/// @param conclusion what the interval of the difference allows to say
public record Claim(
    PromptGroup group,
    AnswerMeasure measure,
    Pairing pair,
    PairedDifference difference,
    Conclusion conclusion,
    List<BesideControl> controls) {
  /// A control on the same prompts.
  ///
  /// @param ofControl how the control's answers differ from those of the first model
  /// @param overControl how the model's answers differ from the control's: what is owed to what the
  ///   control has not learnt
  /// @param conclusion what the interval of the latter allows to say
  public record BesideControl(
      Contender control,
      PairedDifference ofControl,
      PairedDifference overControl,
      Conclusion conclusion) {}

  public Claim {
    controls = List.copyOf(controls);
  }

  /// What a difference allows to say.
  ///
  /// @param smallSample fewest prompts from which it says anything
  static Conclusion conclusion(
      PairedDifference difference, AnswerMeasure measure, PromptGroup group, int smallSample) {
    Interval change = difference.change();
    if (change.n() < smallSample) return Conclusion.TOO_FEW;
    return change.excludes(0)
        ? Conclusion.of(change.mean(), measure.better(group.aim()))
        : Conclusion.NOT_SHOWN;
  }
}
