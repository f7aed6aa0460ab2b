package cai.report;

import cai.evaluation.Contender;
import cai.finetuning.FinetuningStep;
import cai.finetuning.FinetuningValidation;
import cai.preference.PreferenceStep;
import cai.preference.PreferenceValidation.Group;
import cai.report.Block.Cell;
import cai.report.Block.Missing;
import cai.report.Block.Prose;
import cai.report.Block.Row;
import cai.report.Block.Table;
import cai.report.Plot.Frame;
import cai.run.StageWord;
import cai.statistics.CutOff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sections of finetuning and of the preference model.
final class TrainingSections {
  private TrainingSections() {}

  static Section finetuning(RunFiles run) {
    var blocks = new ArrayList<Block>();
    List<FinetuningStep> steps = run.training().finetuning();
    if (steps.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.FINETUNING, "metrics")));
    } else {
      var loss =
          Curves.line(
              "loss", Ink.of(Contender.SL_CAI), steps, FinetuningStep::step, FinetuningStep::loss);
      var norm =
          Curves.line(
              "norm",
              Ink.of(Contender.SL_CAI),
              steps,
              FinetuningStep::step,
              FinetuningStep::gradientNorm);
      blocks.add(
          Block.figures(
              List.of(
                  Curves.captioned(
                      steps.size(),
                      Curves.plot(
                          "finetuning-loss", "Loss, nats per token", Frame.FREE, List.of(loss)),
                      "Mean negative log-likelihood over the answer tokens of each step's batch."),
                  Curves.captioned(
                      steps.size(),
                      Curves.plot(
                          "finetuning-gradient-norm",
                          "Gradient norm",
                          Frame.FROM_ZERO,
                          List.of(norm)),
                      "L2 norm over all trained weights before clipping."))));
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
    return new Section("Finetuning: the loss of SL-CAI", blocks);
  }

  private static String cutOff(FinetuningValidation v) {
    if (v.answers() == 0) return "";
    String words =
        new CutOff(v.cutOff(), v.answers()).words("answers that SL-CAI learns or is measured on");
    return " " + words + "; no end-of-text token stands behind those.";
  }

  static Section preference(RunFiles run) {
    var blocks = new ArrayList<Block>();
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
      var loss = Curves.line("loss", Ink.FIRST, steps, PreferenceStep::step, PreferenceStep::loss);
      var accuracy =
          Curves.line("accuracy", Ink.FIRST, steps, PreferenceStep::step, PreferenceStep::accuracy);
      blocks.add(
          Block.figures(
              List.of(
                  Curves.captioned(
                      steps.size(),
                      Curves.plot(
                          "preference-loss",
                          "Loss, nats per comparison",
                          Frame.FREE,
                          List.of(loss)),
                      "Cross-entropy against the soft label; a model that knows nothing has"
                          + " 0.693."),
                  Curves.captioned(
                      steps.size(),
                      Curves.plot(
                          "preference-accuracy",
                          "Accuracy on the training batch",
                          Frame.SHARE,
                          List.of(accuracy)),
                      "Share of the batch's comparisons ranked as labelled."))));
    }
    return new Section("Preference: how good the preference model is", blocks);
  }

  private static Optional<String> leftOut(RunFiles run) {
    return run.training()
        .preferenceData()
        .number("heldOutConversations")
        .filter(count -> count > 0)
        .map(count ->
            "%s human comparisons were left out, because evaluation asks about their conversations."
                .formatted(Wording.count(count.longValue())));
  }

  private static Table validation(List<Group> groups) {
    return new Table(
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
                Row.of(
                    Cell.text(g.name()),
                    Cell.number(Wording.count(g.count())),
                    Cell.number(Wording.fixed(g.accuracy(), 3)),
                    Cell.number(Wording.brackets(g.low(), g.high(), 3)),
                    Cell.number(Wording.fixed(g.shorterWinsAccuracy(), 3)),
                    Cell.number(
                        g.lengthMatchedAccuracy()
                            .map(a -> Wording.fixed(a, 3))
                            .orElse("no such pairs")),
                    Cell.number(Wording.fixed(g.calibrationError(), 3)),
                    Cell.number(Wording.signed(g.correlationWithLength(), 2))))
            .toList());
  }
}
