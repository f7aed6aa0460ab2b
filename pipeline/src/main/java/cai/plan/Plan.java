package cai.plan;

import cai.cost.MachineSpeed;
import cai.cost.MemoryEstimate;
import cai.cost.Phase;
import cai.cost.StageCost;
import cai.run.Remaining.Found;
import cai.run.StageWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a run will cost, stage by stage.
///
/// @param rows one for each stage, in order
/// @param notes what was assumed, one sentence each
public record Plan(List<PlanRow> rows, List<String> notes) {
  /// The unit of a stage's items when all are done.
  static final String DONE = "done";

  private static final String LEFT = " left";

  public Plan {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /// One stage.
  ///
  /// @param stage its name
  /// @param items what it works on
  /// @param unit of the items, in the plural
  /// @param tokensIn read
  /// @param tokensOut sampled, each text at its longest
  /// @param tokensTrained carried forward and back
  /// @param memoryBytes at peak
  public record PlanRow(
      String stage,
      long items,
      String unit,
      long tokensIn,
      long tokensOut,
      long tokensTrained,
      long memoryBytes,
      double seconds) {
    static PlanRow of(StageCost cost, MachineSpeed speed) {
      return new PlanRow(
          cost.stage(),
          Math.round(cost.items()),
          cost.unit(),
          cost.tokens(Phase::tokensIn),
          cost.tokens(Phase::tokensOut),
          cost.tokens(Phase::tokensTrained),
          MemoryEstimate.BASE + cost.memoryBytes(),
          cost.seconds(speed));
    }

    /// What is left of the stage.
    PlanRow left(double share) {
      return new PlanRow(
          stage,
          Math.round(share * items),
          unit + LEFT,
          Math.round(share * tokensIn),
          Math.round(share * tokensOut),
          Math.round(share * tokensTrained),
          memoryBytes,
          share * seconds);
    }

    /// The row of a stage of which nothing is left.
    PlanRow done() {
      return new PlanRow(stage, items, DONE, 0, 0, 0, 0, 0);
    }
  }

  /// The plan of a whole run.
  ///
  /// @param costs one for each stage, in order
  /// @param notes on the whole run
  public static Plan of(List<StageCost> costs, List<String> notes, MachineSpeed speed) {
    return new Plan(
        costs.stream().map(cost -> PlanRow.of(cost, speed)).toList(),
        Stream.concat(costs.stream().flatMap(cost -> cost.notes().stream()), notes.stream())
            .distinct()
            .toList());
  }

  /// What is left of the plan where a run was begun.
  ///
  /// @param costs that the plan was made of
  /// @param found what is there of the stage with a name
  public Plan left(List<StageCost> costs, Function<String, Found> found) {
    var left = new ArrayList<PlanRow>();
    boolean again = false;
    for (int i = 0; i < rows.size(); i++) {
      PlanRow row = rows.get(i);
      switch (found.apply(row.stage())) {
        case Found.Finished _ -> left.add(row.done());
        case Found.Begun(Path folder) -> left.add(row.left(1 - costs.get(i).done(folder)));
        case Found.Nothing _ -> {
          left.add(row);
          // Nothing of a report is taken over: it is made from all files anew.
          again |= !row.stage().equals(StageWord.REPORT.word());
        }
      }
    }
    var said = new ArrayList<>(notes);
    if (again)
      said.add(
          "of stages that are done again, results of items that read the same as before are taken"
              + " over, and where a stage then gives the same, those behind it stay; so less may be"
              + " left");
    return new Plan(left, said);
  }

  /// Time of the whole run.
  public double seconds() {
    return rows.stream().mapToDouble(PlanRow::seconds).sum();
  }

  /// Memory of the stage that takes most.
  public long memoryBytes() {
    return rows.stream().mapToLong(PlanRow::memoryBytes).max().orElse(0);
  }

  /// Whether something of the run is done already.
  boolean isPart() {
    return rows.stream().anyMatch(row -> row.unit().endsWith(LEFT) || row.unit().equals(DONE));
  }

  /// For the terminal, at most 100 columns wide.
  public String table() {
    return PlanTable.of(this);
  }
}
