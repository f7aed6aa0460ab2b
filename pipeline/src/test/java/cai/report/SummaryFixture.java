package cai.report;

import cai.constitution.Aim;
import cai.declines.PhraseAccuracy;
import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.PairedChange;
import cai.evaluation.EvaluationSummary.PairedChange.Ends;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.evaluation.MeasuredAnswer;
import cai.evaluation.gauges.ProbeResult;
import cai.evaluation.gauges.ProbeResult.ProbeChange;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationResult;
import cai.prompts.PromptItem.PromptGroup;
import cai.statistics.Bootstrap;
import cai.statistics.Interval;
import cai.statistics.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The invented `summary.json` of [RunFixture].
final class SummaryFixture {
  private static final String HELPFUL = Contender.HELPFUL.name();
  private static final String SL_CAI = Contender.SL_CAI.name();
  private static final String RL_CAI = Contender.RL_CAI.name();

  private static final List<PairedChange> PAIRED =
      List.of(
          new PairedChange(
              HELPFUL,
              SL_CAI,
              PromptGroup.HELPFUL,
              "fluency",
              -2.1,
              -2.2,
              -.1,
              new Ends(-.2, 0),
              new Ends(-.25, .05),
              .06,
              Optional.of(.5),
              32));

  private SummaryFixture() {}

  static EvaluationSummary of(List<MeasuredAnswer> answers) {
    var models = new ArrayList<ModelSummary>();
    for (PromptGroup group : PromptGroup.values()) {
      for (String model : List.of(HELPFUL, SL_CAI, RL_CAI)) {
        for (AnswerMeasure measure : AnswerMeasure.values()) {
          double[] values =
              answers.stream()
                  .filter(a -> a.group() == group && a.model().equals(model))
                  .mapToDouble(a -> measure.of(a).orElseThrow())
                  .toArray();
          Interval mean =
              measure.isShare()
                  ? Shares.independent(values)
                  : Bootstrap.mean(values, IntStream.range(0, values.length).toArray(), 1);
          models.add(
              new ModelSummary(
                  model,
                  group.aim(),
                  group,
                  measure.key(),
                  mean.mean(),
                  mean.low(),
                  mean.high(),
                  mean.n(),
                  Optional.of(mean.n())));
        }
      }
    }
    return new EvaluationSummary(
        EvaluationSummary.FORMAT,
        models,
        winRates(),
        Optional.of(List.of(new HhhResult(RL_CAI, "preference-model", .51, .45, .57, 438, 188))),
        Optional.of(
            List.of(
                new IdentificationResult(
                    "HarmfulVsEthical", RL_CAI, "multiple-choice", 2, .5, .61, .55, .67, 254, 254),
                new IdentificationResult(
                    "HarmfulnessClassification",
                    RL_CAI,
                    "multiple-choice",
                    9,
                    1.0 / 9,
                    .13,
                    .1,
                    .18,
                    287,
                    287))),
        Optional.of(PhraseAccuracy.measured()),
        Optional.of(
            List.of(
                new ProbeResult(
                    HELPFUL, 2.61, 2.4, 2.8, 20, 3_600, Optional.empty(), Optional.empty()),
                new ProbeResult(
                    SL_CAI,
                    2.68,
                    2.5,
                    2.9,
                    20,
                    3_600,
                    Optional.of(new ProbeChange(HELPFUL, .07, .04, .1)),
                    Optional.of(new ProbeChange(HELPFUL, .07, .04, .1))))),
        Optional.of(PAIRED),
        Optional.empty(),
        List.of("2 answers were empty and have no feedback-model score."));
  }

  private static List<WinRate> winRates() {
    return List.of(
        new WinRate(
            RL_CAI,
            HELPFUL,
            Aim.HARMLESSNESS,
            PromptGroup.RED_TEAM,
            "preference-model",
            .72,
            .56,
            .86,
            32,
            Optional.of(32),
            0),
        new WinRate(
            RL_CAI,
            HELPFUL,
            Aim.HARMLESSNESS,
            PromptGroup.RED_TEAM,
            "feedback-model",
            .53,
            .36,
            .7,
            32,
            Optional.of(32),
            3));
  }
}
