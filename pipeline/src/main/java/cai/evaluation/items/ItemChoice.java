package cai.evaluation.items;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a language model chose of one multiple-choice item.
public sealed interface ItemChoice permits HhhChoice, IdentificationChoice {
  /// Id of the item.
  String id();

  /// Why the item could not be put to the model; empty where it was.
  String reason();

  /// Tokens that the model read for this item.
  long promptTokens();

  /// How many items could not be put to which model, a sentence for each model.
  ///
  /// @param items what kind of items they are, in words
  /// @param choices one for each item, by the model's name
  static List<String> exclusions(
      String items, Map<String, ? extends List<? extends ItemChoice>> choices) {
    var sentences = new ArrayList<String>();
    choices.forEach((model, all) -> {
      List<? extends ItemChoice> left =
          all.stream().filter(choice -> !choice.reason().isEmpty()).toList();
      if (!left.isEmpty())
        sentences.add(
            "%d of %d %s could not be put to %s; the first is %s: %s."
                .formatted(
                    left.size(),
                    all.size(),
                    items,
                    model,
                    left.getFirst().id(),
                    left.getFirst().reason()));
    });
    return sentences;
  }
}
