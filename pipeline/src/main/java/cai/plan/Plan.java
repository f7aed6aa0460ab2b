package cai.plan;

import cai.Recipe;
import cai.run.Remaining;
import cai.run.Remaining.Found;
import cai.run.StageWord;
import cai.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// What a run will cost, stage by stage.
///
/// @param rows one for each stage, in order
/// @param notes what was assumed, one sentence each
public record Plan(List<Row> rows, List<String> notes) {
  /// The unit of a stage's items when all are done.
  static final String DONE = "done";

  private static final String LEFT = " left";

  public Plan {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /// One stage.
  ///
  /// @param items what it works on
  /// @param unit of the items, in the plural
  /// @param tokensIn read
  /// @param tokensOut sampled, each text at its longest
  /// @param tokensTrained carried forward and back
  /// @param memoryBytes at peak
  public record Row(
      StageWord stage,
      long items,
      String unit,
      long tokensIn,
      long tokensOut,
      long tokensTrained,
      long memoryBytes,
      double seconds) {
    Row longer(double more) {
      return new Row(
          stage, items, unit, tokensIn, tokensOut, tokensTrained, memoryBytes, seconds + more);
    }

    /// What is left of it.
    Row left(double share) {
      return new Row(
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
    Row done() {
      return new Row(stage, items, DONE, 0, 0, 0, 0, 0);
    }
  }

  /// The plan of a recipe.
  ///
  /// @param config of the helpful-only model; a feedback model is counted as if it were of the same
  ///   size
  /// @param available bytes of memory beside the model; empty where the system does not tell
  public static Plan of(
      Recipe recipe,
      Material material,
      ModelConfig config,
      MachineSpeed speed,
      OptionalLong available) {
    var sampling = new SamplingStages(recipe, material);
    var training = new TrainingStages(recipe, material);
    var memory = new StageMemory(recipe, material, new MemoryEstimate(config, available));
    var notes = new ArrayList<>(material.notes());
    recipe
        .model()
        .feedback()
        .ifPresent(name ->
            notes.add(
                "the feedback model "
                    + name
                    + " is counted as if it were of the size of "
                    + recipe.model().name()));
    Arrays.stream(StageWord.values())
        .filter(memory::recomputes)
        .map(StageWord::word)
        .forEach(stage ->
            notes.add(
                stage
                    + " computes its layers twice, because keeping what they give does not fit the"
                    + " memory that is available now; its time is counted without that"));
    var works = new Works(material, sampling, training);
    PromptsCost reading = PromptsCost.of(recipe.prompts());
    List<Row> rows =
        Arrays.stream(StageWord.values())
            .map(stage -> works.of(stage).row(stage, memory.of(stage), speed))
            .map(row -> row.stage() == StageWord.PROMPTS ? row.longer(reading.seconds()) : row)
            .toList();
    return new Plan(rows, notes);
  }

  private record Works(Material material, SamplingStages sampling, TrainingStages training) {
    Work of(StageWord stage) {
      var prompts = material.prompts();
      return switch (stage) {
        case CONSTITUTION -> new Work(material.requests().principles(), "principles", List.of());
        case PROMPTS -> new Work(prompts.train() + prompts.heldOut(), "prompts", List.of());
        case CRITIQUE -> new Work(prompts.redTeamTrain(), "chains", sampling.critique());
        case FINETUNING -> new Work(training.sequences(), "sequences", training.finetuning());
        case FEEDBACK -> new Work(sampling.pairs(), "pairs", sampling.feedback());
        case PREFERENCE -> new Work(training.comparisons(), "comparisons", training.preference());
        case REINFORCEMENT -> new Work(training.answers(), "answers", training.reinforcement());
        case EVALUATION -> new Work(sampling.answersCompared(), "answers", sampling.evaluation());
        case REPORT -> new Work(1, "page", List.of());
      };
    }
  }

  private record Work(double items, String unit, List<Phase> phases) {
    Row row(StageWord stage, long memoryBytes, MachineSpeed speed) {
      return new Row(
          stage,
          Math.round(items),
          unit,
          Math.round(phases.stream().mapToDouble(Phase::tokensIn).sum()),
          Math.round(phases.stream().mapToDouble(Phase::tokensOut).sum()),
          Math.round(phases.stream().mapToDouble(Phase::tokensTrained).sum()),
          memoryBytes,
          phases.stream().mapToDouble(speed::seconds).sum());
    }
  }

  /// What is left of the plan where a run was begun.
  public Plan left(Recipe recipe, Material material, Remaining remaining) {
    var begun = new BegunWork(recipe, material);
    var left = new ArrayList<Row>();
    for (Row row : rows)
      left.add(
          switch (remaining.of(row.stage())) {
            case Found.Finished _ -> row.done();
            case Found.Begun(Path folder) -> row.left(1 - begun.done(row.stage(), folder));
            case Found.Nothing _ -> row;
          });
    var said = new ArrayList<>(notes);
    if (remaining.lacks())
      said.add(
          "of stages that are done again, results of items that read the same as before are taken"
              + " over, and where a stage then gives the same, those behind it stay; so less may be"
              + " left");
    return new Plan(left, said);
  }

  /// Of the whole run.
  public double seconds() {
    return rows.stream().mapToDouble(Row::seconds).sum();
  }

  /// Of the stage that takes most.
  public long memoryBytes() {
    return rows.stream().mapToLong(Row::memoryBytes).max().orElse(0);
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
