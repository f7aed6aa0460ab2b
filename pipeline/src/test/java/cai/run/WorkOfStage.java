package cai.run;

import cai.cost.StageCost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A stage whose work a test gives.
///
/// @param settings part of its key
/// @param inputs whose hashes are parts of its key
record WorkOfStage(@Key("settings") Object settings, List<Artifact<Path>> inputs, StageWord word)
    implements Stage<Optional<StageFolder>> {
  @Override
  public void make(Workplace place) {
    throw new UnsupportedOperationException("the test does the work");
  }

  @Override
  public StageCost cost(Forecast forecast, Optional<StageFolder> outputs) {
    throw new UnsupportedOperationException("the test plans nothing");
  }

  @Override
  public Optional<StageFolder> outputs(StageResult result) {
    return result.finished();
  }

  /// Does a stage in a run.
  ///
  /// @param others hashes by name
  static StageFolder perform(
      Run run,
      StageWord word,
      Object settings,
      List<StageFolder> inputs,
      Map<String, String> others,
      StageWork work) {
    return perform(run, StageName.of(word), settings, inputs, others, work);
  }

  static StageFolder perform(
      Run run,
      StageName name,
      Object settings,
      List<StageFolder> inputs,
      Map<String, String> others,
      StageWork work) {
    var artifacts = new ArrayList<Artifact<Path>>();
    for (StageFolder input : inputs)
      artifacts.add(new StageResult(input.name(), Optional.of(input)).whole());
    others.forEach((title, hash) -> artifacts.add(Artifact.given(title, Path.of(title), hash)));
    var stage = new WorkOfStage(settings, artifacts, name.word());
    return run.perform(name, run.key(stage).orElseThrow(), work);
  }
}
