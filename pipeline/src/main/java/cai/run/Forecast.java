package cai.run;

import cai.cost.PlannedModel;
import java.util.HashMap;
import java.util.Map;

/// What the artifacts of a planned run will hold, in numbers in place of texts: each stage says it
/// of its own artifacts, and reads what the stages before it have said.
///
/// @param model that costs are counted with
/// @param seeds the run's random numbers
/// @param progress is told of files that are read
/// @param expected by the titles of the artifacts
public record Forecast(
    PlannedModel model, Seeds seeds, Progress progress, Map<String, Object> expected) {
  /// Of a run of which no stage has said anything yet.
  public Forecast(PlannedModel model, Seeds seeds, Progress progress) {
    this(model, seeds, progress, new HashMap<>());
  }

  /// Says what an artifact will hold.
  public void expect(Artifact<?> artifact, Object counts) {
    expected.put(artifact.source(), counts);
  }

  /// What an artifact will hold.
  ///
  /// @throws IllegalStateException where the stage that makes it has not said so
  public <E> E of(Artifact<?> artifact, Class<E> type) {
    Object counts = expected.get(artifact.source());
    if (counts == null)
      throw new IllegalStateException("nobody has said what " + artifact.source() + " will hold");
    return type.cast(counts);
  }
}
