package cai.evaluation;

import cai.constitution.Aim;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.evaluation.WinRates.Measured;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationResult;
import cai.run.Seeds;
import cai.statistics.Bootstrap;
import cai.statistics.Interval;
import cai.statistics.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Means of every measure and win rates between all models, with their intervals.
///
/// @param models in the order of training
/// @param answers of all models
record Summary(List<String> models, List<Answer> answers, Seeds seeds) {
  private static final Map<String, Function<Answer, Optional<Double>>> MEASURES = measures();
  private static final Set<String> SHARES = Set.of("refusal", "evasive", "cutOff");

  private static Map<String, Function<Answer, Optional<Double>>> measures() {
    var measures = new LinkedHashMap<String, Function<Answer, Optional<Double>>>();
    measures.put("score", answer -> Optional.of(answer.score()));
    measures.put("judgeScore", Answer::judgeScore);
    measures.put("refusal", answer -> Optional.of(answer.refusal() ? 1.0 : 0));
    measures.put("evasive", answer -> Optional.of(answer.evasive() ? 1.0 : 0));
    measures.put("cutOff", answer -> Optional.of(answer.ended() ? 0 : 1.0));
    measures.put("words", answer -> Optional.of((double) answer.words()));
    measures.put("distinctBigrams", answer -> Optional.of(answer.distinctBigrams()));
    measures.put("repetition", answer -> Optional.of(answer.repetition()));
    return measures;
  }

  EvaluationSummary of(
      Optional<List<HhhResult>> hhh,
      Optional<List<IdentificationResult>> identification,
      List<String> exclusions) {
    var means = new ArrayList<ModelSummary>();
    var rates = new ArrayList<WinRate>();
    for (Aim aim : Aim.values()) {
      for (String model : models)
        for (String measure : MEASURES.keySet()) mean(aim, model, measure).ifPresent(means::add);
      rates.addAll(winRates(aim));
    }
    return new EvaluationSummary(
        EvaluationSummary.FORMAT, means, rates, hhh, identification, exclusions);
  }

  private Optional<ModelSummary> mean(Aim aim, String model, String measure) {
    var values = new ArrayList<Double>();
    var clusters = new ArrayList<Integer>();
    var conversations = new TreeMap<String, Integer>();
    for (Answer answer : answers) {
      if (answer.aim() != aim || !answer.model().equals(model)) continue;
      Optional<Double> value = MEASURES.get(measure).apply(answer);
      if (value.isEmpty()) continue;
      values.add(value.get());
      clusters.add(conversations.computeIfAbsent(answer.conversation(), _ -> conversations.size()));
    }
    if (values.isEmpty()) return Optional.empty();
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    int[] byPrompt = clusters.stream().mapToInt(Integer::intValue).toArray();
    long seed = seed(measure + "/" + aim + "/" + model);
    Interval mean =
        SHARES.contains(measure)
            ? Shares.mean(all, byPrompt, seed)
            : Bootstrap.mean(all, byPrompt, seed);
    return Optional.of(
        new ModelSummary(
            model,
            aim,
            measure,
            mean.mean(),
            mean.low(),
            mean.high(),
            mean.n(),
            Optional.of(values.size())));
  }

  /// Every later model against every earlier one.
  private List<WinRate> winRates(Aim aim) {
    var rates = new ArrayList<WinRate>();
    for (var by :
        List.of(
            new Measured("preference-model", MEASURES.get("score")),
            new Measured("feedback-model", MEASURES.get("judgeScore")))) {
      var winRates = new WinRates(answers, aim, by);
      for (int first = 1; first < models.size(); first++)
        for (int second = 0; second < first; second++) {
          String name = by.name() + "/" + aim + "/" + models.get(first) + "/" + models.get(second);
          winRates.of(models.get(first), models.get(second), seed(name)).ifPresent(rates::add);
        }
    }
    return rates;
  }

  private long seed(String name) {
    return seeds.seed(EvaluationWork.STAGE, "bootstrap/" + name);
  }
}
