package cai.report;

import cai.evaluation.AnswerMeasure;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.TableCell;
import cai.report.findings.Claim;
import cai.report.findings.Claim.BesideControl;
import cai.report.findings.Finding.Conclusion;
import cai.report.findings.PairedDifference;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Every claim on a trained model beside its controls: a table for each model and group of prompts.
final class ClaimsTable {
  private static final List<String> ALONE = List.of("measure", "from, to", "less first", "p");
  private static final List<String> BESIDE =
      List.of("control", "control less first", "less control", "p");

  private ClaimsTable() {}

  static List<PageBlock> of(List<Claim> claims) {
    var blocks = new ArrayList<PageBlock>();
    if (claims.stream().allMatch(one -> one.controls().isEmpty()))
      blocks.add(
          new Missing(
              "No control was trained beside SL-CAI, so what a model has learnt from the revisions"
                  + " and what finetuning on its own answers does by itself are not told apart;"
                  + " controls: [unrevised] in the recipe trains one."));
    var tables = new LinkedHashMap<String, List<Claim>>();
    for (Claim one : claims) tables.computeIfAbsent(caption(one), _ -> new ArrayList<>()).add(one);
    tables.forEach((caption, some) -> blocks.add(table(caption, some)));
    return blocks;
  }

  private static String caption(Claim claim) {
    return "%s on %s (%s), less %s%s; of shares in percentage points."
        .formatted(
            claim.pair().to().title(),
            Wording.prompts(claim.group()),
            Wording.count(claim.difference().change().n()),
            claim.pair().from().subject(),
            claim.controls().isEmpty() ? "" : ", beside its controls");
  }

  private static DataTable table(String caption, List<Claim> claims) {
    var heads = new ArrayList<>(ALONE);
    if (!claims.getFirst().controls().isEmpty()) heads.addAll(BESIDE);
    var rows = new ArrayList<List<TableCell>>();
    for (Claim one : claims) {
      if (one.controls().isEmpty()) rows.add(row(one));
      for (BesideControl control : one.controls()) rows.add(row(one, control));
    }
    return new DataTable(caption, heads, rows);
  }

  private static List<TableCell> row(Claim claim) {
    AnswerMeasure measure = claim.measure();
    PairedDifference difference = claim.difference();
    String means =
        Wording.value(measure, difference.before())
            + ", "
            + Wording.value(measure, difference.after());
    return List.of(
        TableCell.text(measure.title()),
        TableCell.number(means),
        change(measure, difference, claim.conclusion()),
        TableCell.number(Wording.p(difference.p())));
  }

  private static List<TableCell> row(Claim claim, BesideControl control) {
    var cells = new ArrayList<>(row(claim));
    cells.add(TableCell.control(control.control()));
    cells.add(TableCell.number(Wording.change(claim.measure(), control.ofControl().change())));
    cells.add(change(claim.measure(), control.overControl(), control.conclusion()));
    cells.add(TableCell.number(Wording.p(control.overControl().p())));
    return List.copyOf(cells);
  }

  private static TableCell change(
      AnswerMeasure measure, PairedDifference difference, Conclusion conclusion) {
    String mark = conclusion.mark().isEmpty() ? "" : conclusion.mark() + "\u00a0";
    return TableCell.number(mark + Wording.change(measure, difference.change()), conclusion);
  }
}
