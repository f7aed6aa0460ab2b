package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import cai.run.items.ItemKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What the results of the stage's items depend on. A chain of revisions depends on the principles
/// that are drawn for it, an answer on no principle.
///
/// @param model identity of the model that answers, criticises and revises
record CritiqueKeys(String model, CritiqueSettings settings, CritiqueInputs inputs, Seeds seeds) {

  ItemKeys<PromptItem> responses() {
    return answers(settings.responseTokens(), item -> item);
  }

  /// Keys of answers to helpful prompts.
  <T> ItemKeys<T> helpful(Function<T, Object> item) {
    return answers(settings.longestHelpful(), item);
  }

  private <T> ItemKeys<T> answers(int longest, Function<T, Object> item) {
    return new ItemKeys<>(List.of(model, sampling(), longest, inputs.responseShots()), item);
  }

  private Object sampling() {
    return ItemKeys.but(
        settings,
        "rounds",
        "withCritique",
        "candidates",
        "leadIns",
        "flagThreshold",
        "shots",
        "helpfulSamples",
        "responseTokens",
        "helpfulTokens",
        "critiqueTokens",
        "revisionTokens",
        "batchSize",
        "mostSkipped",
        "guards",
        "acceptance");
  }

  /// Keys of chains.
  <T> ItemKeys<T> chains(Function<T, PromptItem> item) {
    return new ItemKeys<>(
        List.of(
            model,
            ItemKeys.but(settings, "helpfulSamples", "helpfulTokens", "batchSize", "mostSkipped"),
            inputs.responseShots(),
            inputs.shots(),
            inputs.yesNoShots()),
        one -> List.of(item.apply(one), principles(item.apply(one))));
  }

  /// The principles that a prompt's chain draws, round by round.
  private List<CritiquePrinciple> principles(PromptItem item) {
    var drawn = new ArrayList<CritiquePrinciple>();
    for (int round = 1; round <= settings.rounds(); round++)
      drawn.add(RevisionRound.drawn(inputs.principles(), seeds, item.id(), round));
    return drawn;
  }
}
