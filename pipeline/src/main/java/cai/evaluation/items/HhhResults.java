package cai.evaluation.items;

import cai.dialogue.Dialogue;
import cai.run.Seeds;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// Accuracies on the helpful-honest-harmless items: of every model by multiple choice, over both
/// orders of the options and by order, and of the preference model.
///
/// @param items none where no file was given
/// @param choices one for each item, by the model's name
/// @param score of the preference model for an answered dialogue; empty where it gave none
public record HhhResults(
    List<HhhItem> items,
    SequencedMap<String, List<HhhChoice>> choices,
    Function<Dialogue, Optional<Double>> score,
    Seeds seeds) {
  private static final String PREFERENCE_MODEL = "preference-model";
  private static final String MULTIPLE_CHOICE = "multiple-choice";

  /// Empty where no file was given.
  public Optional<List<HhhResult>> results() {
    if (items.isEmpty()) return Optional.empty();
    var results = new ArrayList<HhhResult>();
    for (String model : choices.keySet()) {
      add(results, model, MULTIPLE_CHOICE, HhhChoice::bothOrders);
      add(results, model, MULTIPLE_CHOICE + ", order of the file", HhhChoice::asReleased);
      add(results, model, MULTIPLE_CHOICE + ", other order", HhhChoice::swapped);
    }
    result(PREFERENCE_MODEL, PREFERENCE_MODEL, scoreGaps()).ifPresent(results::add);
    return Optional.of(results);
  }

  private void add(
      List<HhhResult> results,
      String model,
      String method,
      Function<HhhChoice, Optional<Double>> gap) {
    result(model, method, choices.get(model).stream().map(gap).toList()).ifPresent(results::add);
  }

  private Optional<HhhResult> result(String model, String method, List<Optional<Double>> gaps) {
    String name = "bootstrap/hhh/" + model + "/" + method;
    return new HhhAccuracy(items)
        .of(model, method, gaps, seeds.seed(StageWord.EVALUATION.word(), name));
  }

  private List<Optional<Double>> scoreGaps() {
    return items.stream()
        .map(item ->
            score
                .apply(item.better())
                .flatMap(better -> score.apply(item.worse()).map(worse -> better - worse)))
        .toList();
  }

  /// What could not be asked or scored, in sentences.
  public List<String> exclusions() {
    var sentences =
        new ArrayList<>(ItemChoice.exclusions("helpful-honest-harmless items", choices));
    long unscored = scoreGaps().stream().filter(Optional::isEmpty).count();
    if (unscored > 0)
      sentences.add(
          "The preference model could not score %d of %d helpful-honest-harmless items."
              .formatted(unscored, items.size()));
    return sentences;
  }
}
