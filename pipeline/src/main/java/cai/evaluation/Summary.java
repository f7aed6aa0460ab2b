package cai.evaluation;

import cai.declines.PhraseAccuracy;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.PairedChange;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.evaluation.gauges.ProbeResult;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationResult;
import cai.preference.PreferenceValidation.Group;
import cai.prompts.PromptItem.PromptGroup;
import cai.run.Seeds;
import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Means of every measure and win rates between all models, with their intervals, on the prompts of
/// each group by themselves.
///
/// @param models in the order of training
/// @param answers of all models
record Summary(List<String> models, List<MeasuredAnswer> answers, Seeds seeds) {
  /// @param probe of unrelated text, where it was asked
  /// @param people how far the preference model of people's comparisons agrees with others of them
  EvaluationSummary of(
      Optional<List<HhhResult>> hhh,
      Optional<List<IdentificationResult>> identification,
      Optional<List<ProbeResult>> probe,
      Optional<List<Group>> people,
      List<String> exclusions) {
    var means = new ArrayList<ModelSummary>();
    var rates = new ArrayList<WinRate>();
    for (PromptGroup group : PromptGroup.values()) {
      for (String model : models)
        for (AnswerMeasure measure : AnswerMeasure.values())
          mean(group, model, measure).ifPresent(means::add);
      rates.addAll(winRates(group));
    }
    return new EvaluationSummary(
        EvaluationSummary.FORMAT,
        means,
        rates,
        hhh,
        identification,
        Optional.of(PhraseAccuracy.measured()),
        probe,
        Optional.of(changes()),
        people,
        exclusions);
  }

  private List<PairedChange> changes() {
    return new PairedChanges(answers, models.stream().map(Contender::named).toList(), seeds).all();
  }

  private Optional<ModelSummary> mean(PromptGroup group, String model, AnswerMeasure measure) {
    var values = new ClusteredValues(seed(measure.key() + "/" + group + "/" + model));
    for (MeasuredAnswer answer : answers) {
      if (answer.group() != group || !answer.model().equals(model)) continue;
      measure.of(answer).ifPresent(value -> values.add(answer.conversation(), value));
    }
    if (values.size() == 0) return Optional.empty();
    Interval mean = measure.isShare() ? values.share() : values.mean();
    return Optional.of(
        new ModelSummary(
            model,
            group.aim(),
            group,
            measure.key(),
            mean.mean(),
            mean.low(),
            mean.high(),
            mean.n(),
            Optional.of(values.size())));
  }

  /// Every later model against every earlier one.
  private List<WinRate> winRates(PromptGroup group) {
    var rates = new ArrayList<WinRate>();
    for (AnswerMeasure by : List.of(AnswerMeasure.SCORE, AnswerMeasure.JUDGE_SCORE)) {
      var winRates = new WinRates(answers, group, by);
      for (int first = 1; first < models.size(); first++)
        for (int second = 0; second < first; second++) {
          String name =
              winRates.by() + "/" + group + "/" + models.get(first) + "/" + models.get(second);
          winRates.of(models.get(first), models.get(second), seed(name)).ifPresent(rates::add);
        }
    }
    return rates;
  }

  private long seed(String name) {
    return seeds.seed(EvaluationWork.STAGE, "bootstrap/" + name);
  }
}
