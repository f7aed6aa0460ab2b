package cai.feedback;

import cai.prompts.PromptItem;
import cai.run.items.ItemKeys;
import java.util.List;

/// What the results of the stage's items depend on. A pair of answers depends on no principle.
/// Feedback depends on both answers, on the principle drawn for the pair, and on the examples shown
/// before the question.
record FeedbackKeys(FeedbackSettings settings, FeedbackInputs inputs) {
  ItemKeys<PromptItem> pairs() {
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
        List.of("finetuning/sl-cai", "model.dialogue"),
        List.of(sampling, inputs.responseShots()),
        item -> item);
  }

  ItemKeys<PairQuestion> pairFeedback(FeedbackModel model) {
    var onPrinciple =
        ItemKeys.but(
            settings,
            "label",
            "clampLow",
            "clampHigh",
            "dropShare",
            "answerStyle",
            "answerTokens",
            "stopAtBlankLine",
            "wholeSentences",
            "batchSize",
            "mostFlips",
            "mostUnreadable");
    return new ItemKeys<>(
        List.of("feedback model", "model.dialogue"),
        onPrinciple,
        pair -> List.of(pair, model.shown(pair.principle().aim())));
  }
}
