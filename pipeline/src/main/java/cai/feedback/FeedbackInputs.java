package cai.feedback;

import cai.constitution.ComparisonPrinciple;
import cai.prompts.KnownPair;
import cai.prompts.PromptItem;
import cai.prompts.fewshots.ResponseShot;
import java.util.List;

/// What the feedback stage works on.
///
/// @param prompts red-team prompts and, where there are no human comparisons, helpful ones and
///   look-alikes; each is compared under a principle of its own aim
/// @param principles of the constitution
/// @param examples shown to the feedback model
/// @param responseShots example exchanges for answers in transcript style
/// @param known pairs for calibration, may be empty
public record FeedbackInputs(
    List<PromptItem> prompts,
    List<ComparisonPrinciple> principles,
    FeedbackExamples examples,
    List<ResponseShot> responseShots,
    List<KnownPair> known) {
  public FeedbackInputs {
    prompts = List.copyOf(prompts);
    principles = List.copyOf(principles);
    responseShots = List.copyOf(responseShots);
    known = List.copyOf(known);
  }
}
