package cai.prompts;

import cai.cost.StageCost;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.io.IOException;
import java.util.List;

/// Stage 2: red-team prompts, which tempt a model to break the principles, and helpfulness prompts,
/// divided into training and held-out prompts.
public record PromptsStage(@Key("prompts") PromptsSettings settings)
    implements Stage<Artifact<List<PromptItem>>> {
  @Override
  public StageWord word() {
    return StageWord.PROMPTS;
  }

  @Override
  public void make(Workplace place) throws IOException {
    PromptsWork.PromptSet prompts =
        new PromptsWork(settings, id -> place.seeds().seed("prompts", id), place.progress())
            .write(place.path());
    prompts.notes().forEach(place::note);
    place.counted(prompts.prompts().size(), 0);
  }

  @Override
  public Artifact<List<PromptItem>> outputs(StageResult result) {
    return result.artifact(PromptsWork.FILE, file -> PromptsWork.open(file.getParent()));
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<List<PromptItem>> outputs) {
    var cost = new PromptsCost(settings, forecast.model());
    PromptCounts counts =
        cost.counts(id -> forecast.seeds().seed("prompts", id), forecast.progress());
    forecast.expect(outputs, counts);
    return cost.of(counts);
  }
}
