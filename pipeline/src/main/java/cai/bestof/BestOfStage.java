package cai.bestof;

import cai.cost.Phase;
import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.json.Json;
import cai.preference.PreferenceCost;
import cai.prompts.PromptCounts;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import cai.storage.AtomicFiles;
import java.nio.file.Path;
import java.util.List;

/// Stage 7 without training: measures what the choice of the preference model among several answers
/// of SL-CAI is worth. RL-CAI is then the choosing model itself.
///
/// @param model SL-CAI and the preference model together
/// @param prompts some of the training ones are answered
public record BestOfStage(
    @Key("best-of-n") BestOfSettings settings,
    BestOfModel model,
    Artifact<List<PromptItem>> prompts)
    implements Stage<Artifact<Path>> {
  @Override
  public StageWord word() {
    return StageWord.REINFORCEMENT;
  }

  @Override
  public void make(Workplace place) {
    var work = new BestOfWork(settings, place.seeds(), place.progress());
    List<BestOfLine> lines;
    try (var opened = new ChoosingModel(model, model.slCai().open())) {
      lines = work.run(opened, PromptItem.of(Split.TRAIN, prompts.read()), place.path());
    }
    BestOfMeasures measures = BestOfMeasures.of(lines, model.answers());
    AtomicFiles.write(place.path().resolve("best-of-n.json"), Json.pretty(measures));
    long tokens =
        lines.stream()
            .flatMap(line -> line.candidates().stream())
            .mapToLong(CandidateAnswer::tokens)
            .sum();
    place.counted(lines.stream().mapToLong(line -> line.candidates().size()).sum(), tokens);
  }

  /// The folder of the measurement; the model needs nothing of it.
  @Override
  public Artifact<Path> outputs(StageResult result) {
    return result.whole();
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Path> outputs) {
    PromptCounts counts = forecast.of(prompts, PromptCounts.class);
    double depth = forecast.of(model.scorer().model(), PreferenceCost.Layers.class).depth();
    double asked = Math.min(settings.measuredPrompts(), counts.train());
    double answers = asked * model.answers();
    double prompt = counts.trainTokens() / Math.max(1, counts.train());
    double sampled = answers * settings.answerTokens();
    return new StageCost(
        "reinforcement",
        answers,
        "answers",
        List.of(
            Phase.sampling(asked * prompt, sampled),
            Phase.reading(answers * prompt + sampled, depth)),
        0,
        forecast.model().generating(0, counts.longerTokens() + settings.answerTokens())
            + forecast.model().memory().copy(depth),
        List.of(new WrittenLines("candidates.jsonl", asked, 1)),
        List.of());
  }
}
