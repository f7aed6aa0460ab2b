package cai.report;

import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.TableCell;
import cai.report.findings.Claim;
import cai.report.findings.Claim.BesideControl;
import cai.report.findings.PairedDifference;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.List;

/// Every claim on a trained model beside its controls.
final class ClaimsTable {
  private ClaimsTable() {}

  static List<PageBlock> of(List<Claim> claims) {
    var blocks = new ArrayList<PageBlock>();
    boolean controlled = claims.stream().anyMatch(one -> !one.controls().isEmpty());
    if (!controlled)
      blocks.add(
          new Missing(
              "No control was trained beside SL-CAI, so what a model has learnt from the revisions"
                  + " and what finetuning on its own answers does by itself are not told apart;"
                  + " controls: [unrevised] in the recipe trains one."));
    var rows = new ArrayList<List<TableCell>>();
    for (Claim one : claims) {
      if (one.controls().isEmpty()) rows.add(row(one));
      for (BesideControl control : one.controls()) rows.add(row(one, control));
    }
    blocks.add(controlled ? beside(rows) : alone(rows));
    return blocks;
  }

  private static DataTable beside(List<List<TableCell>> rows) {
    return new DataTable(
        "Each trained model beside its controls: by how much its answers differ from the first"
            + " model's, by how much the control's do, and by how much its answers differ from the"
            + " control's. 95\u00a0% intervals, paired by prompt; of shares in percentage points.",
        List.of(
            "prompts",
            "measure",
            "model",
            "from, to",
            "model less first",
            "p",
            "",
            "control",
            "control less first",
            "model less control",
            "p",
            ""),
        rows);
  }

  private static DataTable alone(List<List<TableCell>> rows) {
    return new DataTable(
        "Each trained model: by how much its answers differ from the first model's. 95\u00a0%"
            + " intervals, paired by prompt; of shares in percentage points.",
        List.of("prompts", "measure", "model", "from, to", "model less first", "p", ""), rows);
  }

  private static List<TableCell> row(Claim claim) {
    PairedDifference difference = claim.difference();
    return List.of(
        TableCell.text(Wording.prompts(claim.group())),
        TableCell.text(claim.measure().title()),
        TableCell.model(claim.pair().to().name()),
        TableCell.number(
            Wording.value(claim.measure(), difference.before())
                + ", "
                + Wording.value(claim.measure(), difference.after())),
        TableCell.number(Wording.change(claim.measure(), difference.change()), claim.conclusion()),
        TableCell.number(Wording.p(difference.p())),
        TableCell.verdict(claim.conclusion()));
  }

  private static List<TableCell> row(Claim claim, BesideControl control) {
    var cells = new ArrayList<>(row(claim));
    cells.add(TableCell.model(control.control().name()));
    cells.add(TableCell.number(Wording.change(claim.measure(), control.ofControl().change())));
    cells.add(
        TableCell.number(
            Wording.change(claim.measure(), control.overControl().change()), control.conclusion()));
    cells.add(TableCell.number(Wording.p(control.overControl().p())));
    cells.add(TableCell.verdict(control.conclusion()));
    return List.copyOf(cells);
  }
}
