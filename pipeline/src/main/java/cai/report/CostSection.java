package cai.report;

import cai.provenance.StageRecord;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.TableCell;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageName;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Time and tokens of each stage.
final class CostSection {
  private CostSection() {}

  static PageSection of(RunFiles run) {
    var rows = new ArrayList<List<TableCell>>();
    double total = 0;
    for (StageName stage : stages(run)) {
      StageRecord record = run.stages().get(stage);
      if (record == null) {
        rows.add(row(stage.toString(), "did not run", "", "", "", ""));
        continue;
      }
      rows.add(row(stage, record));
      if (record.takenFrom().isEmpty()) total += record.seconds();
    }
    rows.add(row("all stages", "", "", "", Wording.seconds(total), ""));
    var table =
        new DataTable(
            "Time includes what was repeated after interruptions. What was taken over took its time"
                + " where it was done, and the last line leaves it out.",
            List.of("stage", "state", "items", "tokens", "time", "tokens/s"),
            rows);
    return new PageSection("Report: time and tokens of each stage", List.of(table));
  }

  private static SortedSet<StageName> stages(RunFiles run) {
    var stages = new TreeSet<>(run.stages().keySet());
    for (StageWord word : StageWord.values()) stages.add(StageName.of(word));
    stages.removeIf(stage -> stage.word() == StageWord.REPORT);
    return stages;
  }

  private static List<TableCell> row(StageName stage, StageRecord record) {
    boolean read = record.tokens() > 0;
    boolean worked = record.seconds() > 0;
    return row(
        stage.toString(),
        record.takenFrom().map(from -> "taken over from " + from).orElse(record.state()),
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
