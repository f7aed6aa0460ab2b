package cai.evaluation;

import cai.evaluation.EvaluationSummary.HhhResult;
import cai.evaluation.HhhAccuracy.Chooser;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Accuracies on the helpful-honest-harmless items: of every model by multiple choice, over both
/// orders of the options and by order, and of the preference model.
///
/// @param items none where no file was given
record HhhResults(List<HhhItem> items, List<ModelAnswers> all, AnswerScores scored, Seeds seeds) {
  private static final String PREFERENCE_MODEL = "preference-model";
  private static final String MULTIPLE_CHOICE = "multiple-choice";

  /// Empty where no file was given.
  Optional<List<HhhResult>> results() {
    if (items.isEmpty()) return Optional.empty();
    var results = new ArrayList<HhhResult>();
    for (ModelAnswers one : all) {
      add(results, one, MULTIPLE_CHOICE, HhhChoice::bothOrders);
      add(results, one, MULTIPLE_CHOICE + ", order of the file", HhhChoice::asReleased);
      add(results, one, MULTIPLE_CHOICE + ", other order", HhhChoice::swapped);
    }
    result(new Chooser(PREFERENCE_MODEL, PREFERENCE_MODEL), scoreGaps()).ifPresent(results::add);
    return Optional.of(results);
  }

  private void add(
      List<HhhResult> results,
      ModelAnswers one,
      String method,
      Function<HhhChoice, Optional<Double>> gap) {
    result(new Chooser(one.model(), method), one.choices().stream().map(gap).toList())
        .ifPresent(results::add);
  }

  private Optional<HhhResult> result(Chooser chooser, List<Optional<Double>> gaps) {
    String name = "bootstrap/hhh/" + chooser.model() + "/" + chooser.method();
    return new HhhAccuracy(items).of(chooser, gaps, seeds.seed(EvaluationWork.STAGE, name));
  }

  private List<Optional<Double>> scoreGaps() {
    return items.stream()
        .map(item ->
            scored
                .of(item.better())
                .flatMap(better -> scored.of(item.worse()).map(worse -> better - worse)))
        .toList();
  }

  /// What could not be asked.
  List<String> exclusions() {
    var sentences = new ArrayList<String>();
    for (ModelAnswers one : all) {
      List<HhhChoice> left =
          one.choices().stream().filter(choice -> !choice.reason().isEmpty()).toList();
      if (!left.isEmpty())
        sentences.add(
            "%d of %d helpful-honest-harmless items could not be put to %s; the first is %s: %s."
                .formatted(
                    left.size(),
                    items.size(),
                    one.model(),
                    left.getFirst().id(),
                    left.getFirst().reason()));
    }
    long unscored = scoreGaps().stream().filter(Optional::isEmpty).count();
    if (unscored > 0)
      sentences.add(
          "The preference model could not score %d of %d helpful-honest-harmless items."
              .formatted(unscored, items.size()));
    return sentences;
  }
}
