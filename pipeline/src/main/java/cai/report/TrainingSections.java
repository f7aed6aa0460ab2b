package cai.report;

import cai.evaluation.Contender;
import cai.finetuning.FinetuningStep;
import cai.finetuning.FinetuningValidation;
import cai.preference.PreferenceCounts;
import cai.preference.PreferenceStep;
import cai.preference.PreferenceValidation.Group;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.PageBlock.TableCell;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.HelpfulnessLabels;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import cai.statistics.CutOff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sections of finetuning and of the preference model.
final class TrainingSections {
  private TrainingSections() {}

  static PageSection finetuning(RunFiles run) {
    var blocks = new ArrayList<PageBlock>();
    List<FinetuningStep> steps = run.training().finetuning();
    if (steps.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.FINETUNING, "metrics")));
    } else {
      int color = Contender.SL_CAI.color();
      var plots = new StepPlots<>(steps, FinetuningStep::step);
      var figures = new ArrayList<Plot>();
      figures.add(
          plots.plot(
              "finetuning-loss",
              "Loss, nats per token",
              YAxis.FREE,
              "Mean over the answer tokens of each step's batch: negative log-likelihood of tokens"
                  + " that are learnt, weighted divergence of tokens that are self-distilled.",
              plots.line("loss", color, FinetuningStep::loss)));
      if (steps.stream().anyMatch(step -> step.distilled() > 0))
        figures.add(
            plots.plot(
                "finetuning-divergence",
                "Divergence on helpful samples, nats per token",
                YAxis.FROM_ZERO,
                "KL of the model's distributions from those before training, mean over the"
                    + " self-distilled tokens of each step's batch, without its weight.",
                plots.line("divergence", color, FinetuningStep::divergence)));
      figures.add(
          plots.plot(
              "finetuning-gradient-norm",
              "Gradient norm",
              YAxis.FROM_ZERO,
              "L2 norm over all trained weights before clipping.",
              plots.line("norm", color, FinetuningStep::gradientNorm)));
      blocks.add(PageBlock.figures(figures));
    }
    run.training()
        .finetuningValidation()
        .ifPresentOrElse(
            v ->
                blocks.add(
                    new Prose(
                        "On %s held-out sequences (%s answer tokens) the loss went from %s to %s nats per token."
                                .formatted(
                                    Wording.count(v.sequences()),
                                    Wording.count(v.tokens()),
                                    Wording.fixed(v.lossBefore(), 3),
                                    Wording.fixed(v.lossAfter(), 3))
                            + cutOff(v))),
            () -> {
              if (!steps.isEmpty()) blocks.add(new Missing("No held-out loss was measured."));
            });
    return new PageSection("Finetuning: the loss of SL-CAI", blocks);
  }

  private static String cutOff(FinetuningValidation v) {
    if (v.answers() == 0) return "";
    String words =
        new CutOff(v.cutOff(), v.answers()).words("answers that SL-CAI learns or is measured on");
    return " " + words + "; no end-of-text token stands behind those.";
  }

  static PageSection preference(RunFiles run) {
    var blocks = new ArrayList<PageBlock>();
    run.training()
        .preferenceValidation()
        .ifPresentOrElse(
            v -> {
              blocks.add(validation(v.groups()));
              blocks.add(
                  new Prose(
                      "Read the accuracy beside the shorter-wins column and the length-matched one:"
                          + " a preference model that has learnt only to like short answers scores"
                          + " no better than the rule and near one half where lengths are equal."));
            },
            () -> blocks.add(new Missing(run.absence(StageWord.PREFERENCE, "validation numbers"))));
    blocks.add(new Prose(HelpfulnessLabels.of(run).sentence()));
    leftOut(run).ifPresent(sentence -> blocks.add(new Prose(sentence)));
    List<PreferenceStep> steps = run.training().preference();
    if (steps.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.PREFERENCE, "metrics")));
    } else {
      var plots = new StepPlots<>(steps, PreferenceStep::step);
      blocks.add(
          PageBlock.figures(
              List.of(
                  plots.plot(
                      "preference-loss",
                      "Loss, nats per comparison",
                      YAxis.FREE,
                      "Cross-entropy against the soft label; a model that knows nothing has 0.693.",
                      plots.line("loss", Plot.FIRST, PreferenceStep::loss)),
                  plots.plot(
                      "preference-accuracy",
                      "Accuracy on the training batch",
                      YAxis.SHARE,
                      "Share of the batch's comparisons ranked as labelled.",
                      plots.line("accuracy", Plot.FIRST, PreferenceStep::accuracy)))));
    }
    return new PageSection("Preference: how good the preference model is", blocks);
  }

  private static Optional<String> leftOut(RunFiles run) {
    return run.training()
        .preferenceData()
        .map(PreferenceCounts::heldOutConversations)
        .filter(count -> count > 0)
        .map(count ->
            "%s human comparisons were left out, because evaluation asks about their conversations."
                .formatted(Wording.count(count)));
  }

  private static DataTable validation(List<Group> groups) {
    return new DataTable(
        "On comparisons it was not trained on. Calibration error over five bins; correlation of the"
            + " score with the answer's words.",
        List.of(
            "comparisons",
            "n",
            "accuracy",
            "95\u00a0% interval",
            "shorter wins",
            "length-matched",
            "calibration error",
            "correlation with length"),
        groups.stream()
            .map(g ->
                List.of(
                    TableCell.text(g.name()),
                    TableCell.number(Wording.count(g.count())),
                    TableCell.number(Wording.fixed(g.accuracy(), 3)),
                    TableCell.number(Wording.brackets(g.low(), g.high(), 3)),
                    TableCell.number(Wording.fixed(g.shorterWinsAccuracy(), 3)),
                    TableCell.number(
                        g.lengthMatchedAccuracy()
                            .map(a -> Wording.fixed(a, 3))
                            .orElse("no such pairs")),
                    TableCell.number(Wording.fixed(g.calibrationError(), 3)),
                    TableCell.number(Wording.signed(g.correlationWithLength(), 2))))
            .toList());
  }
}
