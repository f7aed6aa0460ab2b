package cai.feedback;

import cai.language.LanguageModel;
import cai.prompts.PromptItem;
import cai.run.items.ItemKeys;
import java.util.List;

/// What the results of the stage's items depend on. A pair of answers depends on no principle.
/// Feedback depends on both answers, on the principle drawn for the pair, and on the examples shown
/// before the question.
record FeedbackKeys(FeedbackSettings settings, FeedbackInputs inputs) {
  /// @param sampler the model that answers
  ItemKeys<PromptItem> pairs(LanguageModel sampler) {
    var sampling =
        ItemKeys.but(
            settings,
            "method",
            "label",
            "clampLow",
            "clampHigh",
            "dropShare",
            "yesNoFormat",
            "shots",
            "reasoningSamples",
            "reasoningTokens",
            "batchSize",
            "mostFlips",
            "mostUnreadable");
    return new ItemKeys<>(
        List.of(sampler.identity(), sampling, inputs.responseShots()), item -> item);
  }

  /// @param asked the model that gives feedback by the method
  ItemKeys<PairQuestion> pairFeedback(FeedbackModel method, LanguageModel asked) {
    var onPrinciple =
        ItemKeys.but(
            settings,
            "label",
            "clampLow",
            "clampHigh",
            "dropShare",
            "answerTokens",
            "stopAtBlankLine",
            "wholeSentences",
            "batchSize",
            "mostFlips",
            "mostUnreadable");
    return new ItemKeys<>(
        List.of(asked.identity(), onPrinciple),
        pair -> List.of(pair, method.shown(pair.principle().aim())));
  }
}
