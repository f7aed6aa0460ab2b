package cai.report;

import cai.directpreference.DirectPreferenceStep;
import cai.directpreference.DirectPreferenceValidation;
import cai.directpreference.PairMeasures;
import cai.evaluation.Contender;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.PageBlock.TableCell;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.PolicyFiles;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How direct preference optimisation moved SL-CAI: losses, margin, accuracy, and what both answers
/// of a pair have gained.
final class DirectPreferenceSection {
  private DirectPreferenceSection() {}

  static PageSection of(PolicyFiles policy) {
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
}
