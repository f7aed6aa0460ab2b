package cai.report;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.EvaluationSummary.PairedChange;
import cai.evaluation.gauges.ProbeResult;
import cai.evaluation.gauges.ProbeResult.ProbeChange;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.TableCell;
import cai.report.findings.Wording;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;

/// What the gauges of evaluation found that stand beside no single measure of answers.
final class GaugeTables {
  private GaugeTables() {}

  /// Blocks of what was measured; none for runs of versions that did not measure it.
  static List<PageBlock> of(EvaluationSummary summary) {
    var blocks = new ArrayList<PageBlock>();
    summary
        .probe()
        .filter(results -> !results.isEmpty())
        .map(GaugeTables::probe)
        .ifPresent(blocks::add);
    summary
        .changes()
        .map(changes -> changes.stream().filter(GaugeTables::isLikelihood).toList())
        .filter(changes -> !changes.isEmpty())
        .map(GaugeTables::likelihoods)
        .ifPresent(blocks::add);
    return blocks;
  }

  private static DataTable probe(List<ProbeResult> results) {
    return new DataTable(
        "Capability probe: loss on plain text that has nothing to do with the training, nats per"
            + " token, lower is better; the change is against the model that each was trained"
            + " from, paired by passage. A loss that rises says that a model has lost something.",
        List.of(
            "model",
            "loss",
            "95\u00a0% interval",
            "from",
            "change",
            "95\u00a0% interval",
            "passages"),
        results.stream()
            .map(r ->
                List.of(
                    TableCell.model(r.model()),
                    TableCell.number(Wording.fixed(r.loss(), 3)),
                    TableCell.number(Wording.brackets(r.low(), r.high(), 3)),
                    r.change()
                        .map(change -> TableCell.model(change.from()))
                        .orElse(TableCell.text("")),
                    TableCell.number(r.change().map(c -> Wording.signed(c.change(), 3)).orElse("")),
                    TableCell.number(r.change().map(GaugeTables::ends).orElse("")),
                    TableCell.number(Wording.count(r.passages()))))
            .toList());
  }

  private static String ends(ProbeChange change) {
    var interval = new Interval(change.change(), change.low(), change.high(), 2);
    return Wording.ends(interval, end -> Wording.signed(end, 3));
  }

  private static boolean isLikelihood(PairedChange change) {
    return change.measure().equals(AnswerMeasure.FLUENCY.key())
        || change.measure().equals(AnswerMeasure.ON_TOPIC.key());
  }

  private static DataTable likelihoods(List<PairedChange> changes) {
    return new DataTable(
        "Fluency and on-topic measure under the model before any training, second model minus first"
            + " on the same prompts, nats per token; the last column divides the change by the"
            + " spread of the first of all models, the standard deviation over its prompts.",
        List.of(
            "prompts",
            "measure",
            "first",
            "second",
            "change",
            "95\u00a0% interval",
            "99\u00a0% interval",
            "n",
            "in spreads"),
        changes.stream()
            .map(c ->
                List.of(
                    TableCell.text(Wording.prompts(c.group())),
                    TableCell.text(c.measure()),
                    TableCell.model(c.from()),
                    TableCell.model(c.to()),
                    TableCell.number(Wording.signed(c.change(), 2)),
                    TableCell.number(Wording.brackets(c.ends95().low(), c.ends95().high(), 2)),
                    TableCell.number(Wording.brackets(c.ends99().low(), c.ends99().high(), 2)),
                    TableCell.number(Wording.count(c.n())),
                    TableCell.number(
                        c.spread().map(s -> Wording.signed(c.change() / s, 2)).orElse(""))))
            .toList());
  }
}
