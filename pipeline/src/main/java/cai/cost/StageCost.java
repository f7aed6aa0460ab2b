package cai.cost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one stage of a run costs. The stage itself says it, because it alone knows its prompts and
/// its loops.
///
/// @param stage its name
/// @param items number of the things it works on
/// @param unit of the items, in the plural
/// @param phases its work with models
/// @param otherSeconds time of its work without models
/// @param memoryBytes at peak, beside [MemoryEstimate#BASE]
/// @param written files whose lines tell how much of it is done
/// @param notes what was assumed and what is to be known, one sentence each
public record StageCost(
    String stage,
    double items,
    String unit,
    List<Phase> phases,
    double otherSeconds,
    long memoryBytes,
    List<WrittenLines> written,
    List<String> notes) {
  public StageCost {
    phases = List.copyOf(phases);
    written = List.copyOf(written);
    notes = List.copyOf(notes);
  }

  /// The cost of a stage that uses no model.
  public static StageCost withoutModel(
      String stage, double items, String unit, List<String> notes) {
    return new StageCost(stage, items, unit, List.of(), 0, 0, List.of(), notes);
  }

  /// The cost of an instance of the stage.
  public StageCost named(String instance) {
    return new StageCost(instance, items, unit, phases, otherSeconds, memoryBytes, written, notes);
  }

  /// The cost with further work.
  public StageCost with(List<Phase> further) {
    var all = new ArrayList<>(phases);
    all.addAll(further);
    return new StageCost(stage, items, unit, all, otherSeconds, memoryBytes, written, notes);
  }

  /// A sum over the phases, such as of the tokens sampled.
  public long tokens(ToDoubleFunction<Phase> ofPhase) {
    return Math.round(phases.stream().mapToDouble(ofPhase).sum());
  }

  /// Time of the whole stage, seconds.
  public double seconds(MachineSpeed speed) {
    return phases.stream().mapToDouble(speed::seconds).sum() + otherSeconds;
  }

  /// The share of an interrupted stage's work that is done, in [0, 1].
  public double done(Path folder) {
    double whole = written.stream().mapToDouble(WrittenLines::whole).sum();
    if (whole == 0) return 0;
    return written.stream().mapToDouble(file -> file.written(folder)).sum() / whole;
  }
}
