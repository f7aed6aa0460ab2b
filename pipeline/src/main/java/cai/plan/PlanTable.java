package cai.plan;

import cai.plan.Plan.PlanRow;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// A plan as lines of text.
final class PlanTable {
  private static final int COLUMNS = 100;
  private static final String LINE = "%-13s  %-20s  %11s  %10s  %11s  %8s  %s";

  private PlanTable() {}

  static String of(Plan plan) {
    var out = new StringBuilder();
    out.append(line("stage", "items", "tokens in", "tokens out", "trained on", "memory", "time"));
    for (PlanRow row : plan.rows()) out.append(line(row));
    out.append(
        line(
            plan.isPart() ? "what is left" : "whole run",
            "",
            tokens(sum(plan, PlanRow::tokensIn)),
            tokens(sum(plan, PlanRow::tokensOut)),
            tokens(sum(plan, PlanRow::tokensTrained)),
            Quantity.memory(plan.memoryBytes()),
            Quantity.duration(plan.seconds())));
    for (String note : plan.notes()) out.append(wrapped(note));
    return out.toString();
  }

  private static long sum(Plan plan, ToLongFunction<PlanRow> tokens) {
    return plan.rows().stream().mapToLong(tokens).sum();
  }

  private static String line(PlanRow row) {
    if (row.unit().equals(Plan.DONE)) return line(row.stage(), Plan.DONE, "-", "-", "-", "", "-");
    return line(
        row.stage(),
        Quantity.count(row.items()) + " " + row.unit(),
        tokens(row.tokensIn()),
        tokens(row.tokensOut()),
        tokens(row.tokensTrained()),
        Quantity.memory(row.memoryBytes()),
        Quantity.duration(row.seconds()));
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, LINE, cells).stripTrailing() + "\n";
  }

  private static String tokens(long count) {
    return count == 0 ? "-" : Quantity.count(count);
  }

  /// A note, indented, broken between words.
  private static String wrapped(String note) {
    var out = new StringBuilder();
    var line = new StringBuilder("note:");
    for (String word : note.split(" ")) {
      if (line.length() + 1 + word.length() > COLUMNS) {
        out.append(line).append('\n');
        line = new StringBuilder("     ");
      }
      line.append(' ').append(word);
    }
    return out.append(line).append('\n').toString();
  }
}
