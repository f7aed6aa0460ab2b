package cai.report;

import cai.bestof.BestOfMeasures;
import cai.bestof.BestOfMeasures.BestOfValue;
import cai.directpreference.DirectPreferenceStep;
import cai.directpreference.DirectPreferenceValidation;
import cai.directpreference.PairMeasures;
import cai.evaluation.Contender;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.PageBlock.TableCell;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.PolicyFiles;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The sections of ways to RL-CAI that do not train against the preference model: direct preference
/// optimisation (losses, margin, accuracy, and what both answers of a pair have gained), and the
/// choice among answers (what it is worth).
final class OtherPolicySections {
  private OtherPolicySections() {}

  static PageSection directPreference(PolicyFiles policy) {
    var blocks = new ArrayList<PageBlock>();
    blocks.add(
        new Prose(
            "Policy dpo: SL-CAI learns the labels of pairs themselves, without a preference model"
                + " and without new answers. The gain of an answer is its log-probability less its"
                + " log-probability under SL-CAI."));
    List<DirectPreferenceStep> steps = policy.pairs().steps();
    if (!steps.isEmpty()) blocks.add(PageBlock.figures(curves(steps, policy)));
    policy
        .pairs()
        .validation()
        .ifPresentOrElse(
            validation -> blocks.addAll(heldOut(validation)),
            () -> blocks.add(new Missing("The training has not finished.")));
    return new PageSection(
        "Reinforcement: %s by direct preference optimisation".formatted(policy.contender().title()),
        blocks);
  }

  private static List<Plot> curves(List<DirectPreferenceStep> steps, PolicyFiles policy) {
    var plots = new StepPlots<>(steps, DirectPreferenceStep::step);
    int color = policy.contender().color();
    String name = "direct-preference-" + (policy.variant().isEmpty() ? "" : policy.variant() + "-");
    return List.of(
        plots.plot(
            name + "loss",
            "Loss on the labels, nats per pair",
            YAxis.FREE,
            "Cross-entropy against the soft label; SL-CAI itself has 0.693.",
            plots.line("loss", color, step -> step.batch().preferenceLoss())),
        plots.plot(
            name + "accuracy",
            "Accuracy on the training batch",
            YAxis.SHARE,
            "Share of the batch's pairs whose better answer has gained more than the other.",
            plots.line("accuracy", color, step -> step.batch().accuracy())),
        plots.plot(
            name + "margin",
            "Margin",
            YAxis.FREE,
            "Beta times how much more the better answer has gained than the other, mean.",
            plots.line("margin", color, step -> step.batch().margin())),
        plots.plot(
            name + "gains",
            "Gain of both answers, nats per answer",
            YAxis.FREE,
            "Where both fall, the probability goes to answers that nobody has compared.",
            plots.line("better", color, step -> step.batch().betterGain()),
            plots.line("other", Plot.GUIDE, step -> step.batch().worseGain())),
        plots.plot(
            name + "supervised-loss",
            "Loss of the better answers, nats per token",
            YAxis.FREE,
            "Mean negative log-likelihood; each answer counts with the probability that it is the"
                + " better one.",
            plots.line("loss", color, step -> step.batch().supervisedLoss())),
        plots.plot(
            name + "gradient-norm",
            "Gradient norm",
            YAxis.FROM_ZERO,
            "L2 norm over all trained weights before clipping.",
            plots.line("norm", color, DirectPreferenceStep::gradientNorm)));
  }

  private static List<PageBlock> heldOut(DirectPreferenceValidation validation) {
    Optional<PairMeasures> before = validation.before();
    Optional<PairMeasures> after = validation.after();
    if (before.isEmpty() || after.isEmpty())
      return List.of(new Missing("No pair was held out, so nothing is measured on others."));
    var rows = new ArrayList<List<TableCell>>();
    rows.add(row("loss on the labels, nats per pair", before, after, PairMeasures::preferenceLoss));
    rows.add(row("accuracy", before, after, PairMeasures::accuracy));
    rows.add(row("margin", before, after, PairMeasures::margin));
    rows.add(
        row("loss of the better answers, nats per token", before, after, m -> m.supervisedLoss()));
    rows.add(row("gain of the better answers, nats", before, after, PairMeasures::betterGain));
    rows.add(row("gain of the others, nats", before, after, PairMeasures::worseGain));
    return List.of(
        new DataTable(
            "On %s held-out pairs; %s pairs were learnt from."
                .formatted(
                    Wording.count(validation.heldOut()), Wording.count(validation.trained())),
            List.of("measure", Contender.SL_CAI.title(), "after training"),
            rows));
  }

  private static List<TableCell> row(
      String name,
      Optional<PairMeasures> before,
      Optional<PairMeasures> after,
      Function<PairMeasures, Double> measure) {
    return List.of(
        TableCell.text(name),
        TableCell.number(Wording.fixed(measure.apply(before.orElseThrow()), 3)),
        TableCell.number(Wording.fixed(measure.apply(after.orElseThrow()), 3)));
  }

  static PageSection bestOf(Contender contender, BestOfMeasures best) {
    var blocks = new ArrayList<PageBlock>();
    if (best.values().isEmpty()) {
      blocks.add(new Missing("No answer could be scored, so nothing was measured."));
    } else {
      blocks.add(new Prose(worth(best)));
      blocks.add(
          PageBlock.figures(List.of(SCORE.drawn(contender, best), GUARDED.drawn(contender, best))));
    }
    return new PageSection(
        "Reinforcement: %s by a choice among answers".formatted(contender.title()), blocks);
  }

  private static String worth(BestOfMeasures best) {
    BestOfValue one = best.values().getFirst();
    BestOfValue all = best.values().getLast();
    return "Policy best-of-n: nothing is trained; whenever the model is asked, SL-CAI gives %s answers and the preference model chooses one. On %s training prompts its score rises from %s for one answer to %s; the guards took something from %s of all answers and from %s of the chosen ones. The KL to SL-CAI is at most %s nats per answer."
        .formatted(
            Wording.count(all.candidates()),
            Wording.count(best.prompts()),
            Wording.fixed(one.score(), 2),
            Wording.fixed(all.score(), 2),
            Wording.percent(best.guardedShare()),
            Wording.percent(best.guardedChosenShare()),
            Wording.fixed(best.klBound(), 2));
  }

  /// A number of the chosen answer over the number of candidates.
  private record ChoiceCurve(
      String name, String title, String caption, ToDoubleFunction<BestOfValue> value) {
    Plot drawn(Contender contender, BestOfMeasures best) {
      List<Point> points =
          best.values().stream()
              .map(one -> Point.of(one.candidates(), value.applyAsDouble(one)))
              .toList();
      return new Plot(
          "best-of-n-" + name,
          title,
          caption,
          "answers chosen from",
          YAxis.FREE,
          List.of(new Series(title, contender.color(), Mark.LINE, points)));
    }
  }

  private static final ChoiceCurve SCORE =
      new ChoiceCurve(
          "score",
          "Score of the chosen answer",
          "What the preference model gives, expected over the answers that were drawn.",
          BestOfValue::score);

  private static final ChoiceCurve GUARDED =
      new ChoiceCurve(
          "guarded",
          "Score less what the guards take",
          "In the deviation of the preference model's training answers; by this the choice is"
              + " made.",
          BestOfValue::guarded);
}
