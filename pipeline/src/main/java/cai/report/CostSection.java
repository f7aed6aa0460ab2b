package cai.report;

import cai.provenance.StageRecord;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.TableCell;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;

/// Time and tokens of each stage.
final class CostSection {
  private CostSection() {}

  static PageSection of(RunFiles run) {
    var rows = new ArrayList<List<TableCell>>();
    double total = 0;
    for (StageWord stage : StageWord.values()) {
      if (stage == StageWord.REPORT) continue;
      StageRecord record = run.stages().get(stage);
      rows.add(record == null ? row(stage.word(), "did not run", "", "", "", "") : row(record));
      if (record != null) total += record.seconds();
    }
    rows.add(row("all stages", "", "", "", Wording.seconds(total), ""));
    var table =
        new DataTable(
            "Time includes what was repeated after interruptions.",
            List.of("stage", "state", "items", "tokens", "time", "tokens/s"),
            rows);
    return new PageSection("Report: time and tokens of each stage", List.of(table));
  }

  private static List<TableCell> row(StageRecord record) {
    boolean read = record.tokens() > 0;
    boolean worked = record.seconds() > 0;
    return row(
        record.stage(),
        record.state(),
        Wording.count(record.items()),
        read ? Wording.count(record.tokens()) : "",
        Wording.seconds(record.seconds()),
        read && worked ? Wording.count(Math.round(record.tokens() / record.seconds())) : "");
  }

  /// @param cells stage and state, then numbers that differ from run to run
  private static List<TableCell> row(String... cells) {
    var row = new ArrayList<TableCell>();
    for (String cell : cells) row.add(row.size() < 2 ? TableCell.text(cell) : TableCell.time(cell));
    return row;
  }
}
