package cai.report;

import cai.report.Block.Cell;
import cai.report.Block.Row;
import cai.report.Block.Table;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;

/// Time and tokens of each stage.
final class CostSection {
  private CostSection() {}

  static Section of(RunFiles run) {
    var rows = new ArrayList<Row>();
    double total = 0;
    for (StageWord stage : StageWord.values()) {
      if (stage == StageWord.REPORT) continue;
      Tree record = run.stages().get(stage);
      rows.add(record == null ? row(stage.word(), "did not run", "", "", "") : row(stage, record));
      if (record != null) total += seconds(record);
    }
    rows.add(row("all stages", "", "", "", Wording.seconds(total)));
    var table =
        new Table(
            "Time includes what was repeated after interruptions.",
            List.of("stage", "state", "items", "tokens", "time", "tokens/s"),
            rows);
    return new Section("Report: time and tokens of each stage", List.of(table));
  }

  private static Row row(StageWord stage, Tree record) {
    double tokens = record.number("tokens").orElse(0.0);
    double seconds = seconds(record);
    var cells =
        new ArrayList<>(
            row(
                    stage.word(),
                    Wording.visible(record.first("state").orElse("unknown")),
                    record.number("items").map(n -> Wording.count(n.longValue())).orElse(""),
                    tokens == 0 ? "" : Wording.count((long) tokens),
                    Wording.seconds(seconds))
                .cells());
    if (tokens > 0 && seconds > 0)
      cells.set(cells.size() - 1, Cell.time(Wording.count(Math.round(tokens / seconds))));
    return new Row(cells);
  }

  private static Row row(String stage, String state, String items, String tokens, String time) {
    return Row.of(
        Cell.text(stage),
        Cell.text(state),
        Cell.time(items),
        Cell.time(tokens),
        Cell.time(time),
        Cell.time(""));
  }

  private static double seconds(Tree record) {
    return record.number("seconds").orElse(0.0);
  }
}
