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

  /// A stage with its settings and inputs.
  ///
  /// @param others hashes by name
  static WorkOfStage of(
      StageWord word, Object settings, List<StageFolder> inputs, Map<String, String> others) {
    var artifacts = new ArrayList<Artifact<Path>>();
    for (StageFolder input : inputs)
      artifacts.add(new StageResult(input.name(), Optional.of(input)).whole());
    others.forEach((title, hash) -> artifacts.add(Artifact.given(title, Path.of(title), hash)));
    return new WorkOfStage(settings, artifacts, word);
  }

  /// Does the stage in a run.
  StageFolder perform(Run run, StageWork work) {
    return perform(run, StageName.of(word), work);
  }

  /// Does an instance of the stage in a run.
  StageFolder perform(Run run, StageName name, StageWork work) {
    return run.perform(name, run.key(this).orElseThrow(), work);
  }
}
