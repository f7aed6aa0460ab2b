package cai.report;

import cai.cost.StageCost;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.nio.file.Path;
import java.util.List;

/// Stage 9: the report of the run.
///
/// @param outputs of all stages before it
public record ReportStage(@Key("report") ReportSettings settings, List<Artifact<Path>> outputs)
    implements Stage<Artifact<Path>> {
  public ReportStage {
    outputs = List.copyOf(outputs);
  }

  @Override
  public StageWord word() {
    return StageWord.REPORT;
  }

  @Override
  public void make(Workplace place) {
    ReportWork.write(place.runFolder(), place.path(), settings);
    place.counted(1, 0);
  }

  /// The page.
  @Override
  public Artifact<Path> outputs(StageResult result) {
    return result.folder("index.html");
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Path> page) {
    return StageCost.withoutModel("report", 1, "page", List.of());
  }
}
