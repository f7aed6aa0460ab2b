package cai;

import cai.run.Run;
import cai.run.RunLook;
import cai.run.RunLook.Found;
import cai.run.StageFolder;
import cai.run.StageWord;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What is left to do of a run. A stage whose inputs are still to be made counts as not done,
/// although it is not done again where they turn out as they were.
///
/// @param stages what is there of each
public record Remaining(Map<StageWord, Found> stages) {
  public Remaining {
    stages = Map.copyOf(stages);
  }

  /// Of a run of which nothing is there.
  public static Remaining everything() {
    return new Remaining(Map.of());
  }

  /// Of the run in a folder.
  public static Remaining of(Recipe recipe, Models models, Path folder, Run.Identity identity) {
    var needs = new StageNeeds(recipe, models.modelHash(), models.feedbackHash());
    var look = new RunLook(folder, identity);
    var finished = new EnumMap<StageWord, StageFolder>(StageWord.class);
    var found = new EnumMap<StageWord, Found>(StageWord.class);
    for (StageWord stage : StageWord.values()) {
      Found one = find(stage, needs, look, finished);
      found.put(stage, one);
      if (one instanceof Found.Finished(StageFolder outputs)) finished.put(stage, outputs);
    }
    return new Remaining(found);
  }

  private static Found find(
      StageWord stage, StageNeeds needs, RunLook look, Map<StageWord, StageFolder> finished) {
    var inputs = new TreeMap<>(needs.models(stage));
    for (StageNeeds.Output output : needs.outputs(stage)) {
      StageFolder folder = finished.get(output.stage());
      if (folder == null) return new Found.Nothing();
      inputs.put(output.title(), output.hash(folder));
    }
    return look.find(stage, needs.settings(stage), inputs);
  }

  /// What is there of a stage.
  public Found of(StageWord stage) {
    return stages.getOrDefault(stage, new Found.Nothing());
  }

  /// Whether all stages up to one are done.
  public boolean isDone(StageWord last) {
    for (StageWord stage : StageWord.values())
      if (stage.compareTo(last) <= 0 && !(of(stage) instanceof Found.Finished)) return false;
    return true;
  }

  /// Whether something of the run is done or begun.
  public boolean isBegun() {
    return stages.values().stream().anyMatch(one -> !(one instanceof Found.Nothing));
  }
}
