package cai.evaluation.items;

import cai.run.Seeds;
import cai.run.StageWord;
import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// Accuracies on the items about conversations: of every model in every task, over both orders of
/// the options and by order.
///
/// @param items none where no file was given
/// @param choices one for each item, by the model's name
public record IdentificationResults(
    List<IdentificationItem> items,
    SequencedMap<String, List<IdentificationChoice>> choices,
    Seeds seeds) {
  private static final String METHOD = "multiple-choice";

  /// Empty where no file was given.
  public Optional<List<IdentificationResult>> results() {
    if (items.isEmpty()) return Optional.empty();
    var results = new ArrayList<IdentificationResult>();
    for (String task : items.stream().map(IdentificationItem::task).distinct().toList())
      for (String model : choices.keySet()) {
        result(task, model, METHOD, IdentificationChoice::bothOrders).ifPresent(results::add);
        result(task, model, METHOD + ", order of the file", IdentificationChoice::asReleased)
            .ifPresent(results::add);
        result(task, model, METHOD + ", reversed order", IdentificationChoice::reversed)
            .ifPresent(results::add);
      }
    return Optional.of(results);
  }

  /// Empty where no item of the task could be asked.
  private Optional<IdentificationResult> result(
      String task,
      String model,
      String method,
      Function<IdentificationChoice, List<Double>> options) {
    String name = "bootstrap/identification/" + task + "/" + model + "/" + method;
    var right = new ClusteredValues(seeds.seed(StageWord.EVALUATION.word(), name));
    int count = 0;
    for (int i = 0; i < items.size(); i++) {
      IdentificationItem item = items.get(i);
      IdentificationChoice choice = choices.get(model).get(i);
      if (!item.task().equals(task) || !choice.reason().isEmpty()) continue;
      count = item.options().size();
      right.add(item.head(), right(options.apply(choice), item.correct()));
    }
    if (right.size() == 0) return Optional.empty();
    Interval share = right.share();
    return Optional.of(
        new IdentificationResult(
            task,
            model,
            method,
            count,
            1.0 / count,
            share.mean(),
            share.low(),
            share.high(),
            right.size(),
            share.n()));
  }

  /// 1 where the correct option is the likeliest, 1/k where k options are equally likely and it is
  /// one of them.
  static double right(List<Double> options, int correct) {
    double most = Collections.max(options);
    if (options.get(correct) < most) return 0;
    return 1.0 / options.stream().filter(one -> one == most).count();
  }

  /// What every model said of every item that it could be asked.
  public List<IdentificationLine> lines() {
    var lines = new ArrayList<IdentificationLine>();
    choices.forEach((model, all) -> {
      for (int i = 0; i < items.size(); i++) {
        IdentificationChoice choice = all.get(i);
        if (choice.reason().isEmpty())
          lines.add(IdentificationLine.of(model, items.get(i), choice.bothOrders()));
      }
    });
    return lines;
  }

  /// What could not be asked, in sentences.
  public List<String> exclusions() {
    return ItemChoice.exclusions("items about conversations", choices);
  }
}
