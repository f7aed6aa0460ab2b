package cai.plan;

import cai.cost.StageCost;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Making;
import cai.run.Stage;
import cai.run.StageName;
import cai.run.StageResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The costs of a run's stages. Each stage computes its own cost from the outputs that the stages
/// before it are expected to have.
public final class PlannedCosts implements Making {
  private final Forecast forecast;
  private final List<StageCost> costs = new ArrayList<>();
  private final List<Artifact<Path>> everything = new ArrayList<>();

  /// @param forecast of which the stages have said nothing yet
  public PlannedCosts(Forecast forecast) {
    this.forecast = forecast;
  }

  /// @throws cai.errors.UserError where a file that is there cannot be read, or one is missing
  ///   without which nothing can be counted
  @Override
  public <O> O make(String variant, Stage<O> stage) {
    var result = new StageResult(new StageName(stage.word(), variant), Optional.empty());
    O outputs = stage.outputs(result);
    costs.add(stage.cost(forecast, outputs).named(result.name().toString()));
    everything.add(result.whole());
    return outputs;
  }

  @Override
  public List<Artifact<Path>> everything() {
    return List.copyOf(everything);
  }

  /// One cost for each stage, in order.
  public List<StageCost> stages() {
    return List.copyOf(costs);
  }
}
