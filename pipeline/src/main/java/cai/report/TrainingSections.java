package cai.report;

import cai.finetuning.FinetuningStep;
import cai.preference.PreferenceStep;
import cai.preference.PreferenceValidation.Group;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementStep;
import cai.report.Block.Captioned;
import cai.report.Block.Cell;
import cai.report.Block.Missing;
import cai.report.Block.Prose;
import cai.report.Block.Row;
import cai.report.Block.Table;
import cai.report.Plot.Frame;
import cai.report.Plot.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The sections of the stages that train: finetuning, preference, reinforcement.
final class TrainingSections {
  private TrainingSections() {}

  static Section finetuning(RunFiles run) {
    var blocks = new ArrayList<Block>();
    List<FinetuningStep> steps = run.training().finetuning();
    if (steps.isEmpty()) {
      blocks.add(new Missing("The finetuning stage has left no metrics: it did not run."));
    } else {
      var loss = Curves.line("loss", Ink.SL_CAI, steps, FinetuningStep::step, FinetuningStep::loss);
      var norm =
          Curves.line(
              "norm", Ink.SL_CAI, steps, FinetuningStep::step, FinetuningStep::gradientNorm);
      blocks.add(
          Block.figures(
              List.of(
                  new Captioned(
                      Curves.plot(
                          "finetuning-loss", "Loss, nats per token", Frame.FREE, List.of(loss)),
                      "Mean negative log-likelihood over the answer tokens of each step's batch."),
                  new Captioned(
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
                                Wording.fixed(v.lossAfter(), 3)))),
            () -> {
              if (!steps.isEmpty()) blocks.add(new Missing("No held-out loss was measured."));
            });
    return new Section("Finetuning: the loss of SL-CAI", blocks);
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
            () ->
                blocks.add(
                    new Missing(
                        "The preference stage has left no validation: it did not finish.")));
    List<PreferenceStep> steps = run.training().preference();
    if (steps.isEmpty()) {
      blocks.add(new Missing("The preference stage has left no metrics."));
    } else {
      var loss = Curves.line("loss", Ink.FIRST, steps, PreferenceStep::step, PreferenceStep::loss);
      var accuracy =
          Curves.line("accuracy", Ink.FIRST, steps, PreferenceStep::step, PreferenceStep::accuracy);
      blocks.add(
          Block.figures(
              List.of(
                  new Captioned(
                      Curves.plot(
                          "preference-loss",
                          "Loss, nats per comparison",
                          Frame.FREE,
                          List.of(loss)),
                      "Cross-entropy against the soft label; a model that knows nothing has"
                          + " 0.693."),
                  new Captioned(
                      Curves.plot(
                          "preference-accuracy",
                          "Accuracy on the training batch",
                          Frame.SHARE,
                          List.of(accuracy)),
                      "Share of the batch's comparisons ranked as labelled."))));
    }
    return new Section("Preference: how good the preference model is", blocks);
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

  static Section reinforcement(RunFiles run) {
    var blocks = new ArrayList<Block>();
    List<ReinforcementStep> steps = run.training().reinforcement();
    run.training()
        .preflight()
        .ifPresentOrElse(
            p -> blocks.add(new Prose(preflight(p))),
            () -> blocks.add(new Missing("No check before the first update was recorded.")));
    if (steps.isEmpty()) {
      blocks.add(new Missing("The reinforcement stage has left no metrics: it did not run."));
    } else {
      blocks.add(Block.figures(curves(steps)));
    }
    return new Section("Reinforcement: score, reward and distance from SL-CAI", blocks);
  }

  private static String preflight(Preflight p) {
    return "Check before the first update %s: %s (ratio off 1 by at most %s, KL to SL-CAI %s nats per token, log-probabilities as sampled and as recomputed differ by at most %s)."
        .formatted(
            p.passed() ? "passed" : "FAILED",
            p.sentence().replaceAll("\\.$", ""),
            scientific(p.maxRatioDeviation()),
            scientific(p.klToInitial()),
            scientific(p.samplerLogProbabilityGap()));
  }

  private static String scientific(double value) {
    return value == 0 ? "0" : String.format(java.util.Locale.ROOT, "%.1e", value);
  }

  private static List<Captioned> curves(List<ReinforcementStep> steps) {
    return List.of(
        new Captioned(
            Curves.plot(
                "reinforcement-score-and-reward",
                "Score and reward per answer",
                Frame.FREE,
                List.of(
                    line("score", Ink.RL_CAI, steps, ReinforcementStep::score),
                    line("reward", Ink.SL_CAI, steps, ReinforcementStep::reward))),
            "Score is what the preference model gives; reward is score minus the KL penalty."),
        new Captioned(
            Curves.plot(
                "reinforcement-kl",
                "KL to SL-CAI, nats per token",
                Frame.FREE,
                List.of(line("KL", Ink.RL_CAI, steps, ReinforcementStep::klPerToken))),
            "Mean over sampled tokens; the first step must show 0. It is an estimate and may dip"
                + " below 0."),
        new Captioned(
            Curves.plot(
                "reinforcement-length",
                "Tokens per answer",
                Frame.FROM_ZERO,
                List.of(line("tokens", Ink.RL_CAI, steps, ReinforcementStep::length))),
            "A drift to ever shorter or longer answers is how a policy games a preference model."),
        new Captioned(
            Curves.plot(
                "reinforcement-endings",
                "Shares: ended by itself, repeated, clipped",
                Frame.SHARE,
                List.of(
                    line("end of text", Ink.SL_CAI, steps, ReinforcementStep::endOfTextShare),
                    line("repetition", Ink.RL_CAI, steps, ReinforcementStep::repetition),
                    line("clipped", Ink.GUIDE, steps, ReinforcementStep::clipFraction))),
            "Answers that ended by themselves, repeated bigrams, tokens whose ratio was clipped."),
        new Captioned(
            Curves.plot(
                "reinforcement-entropy",
                "Entropy of the policy, nats per token",
                Frame.FREE,
                List.of(line("entropy", Ink.RL_CAI, steps, ReinforcementStep::entropy))),
            "A collapse towards 0 means that the policy says one thing only."),
        new Captioned(
            Curves.plot(
                "reinforcement-value-loss",
                "Value loss",
                Frame.FROM_ZERO,
                List.of(line("value loss", Ink.RL_CAI, steps, ReinforcementStep::valueLoss))),
            "Half the mean squared error of the value head."));
  }

  private static Series line(
      String name,
      Ink ink,
      List<ReinforcementStep> steps,
      ToDoubleFunction<ReinforcementStep> value) {
    return Curves.line(name, ink, steps, ReinforcementStep::step, value);
  }
}
