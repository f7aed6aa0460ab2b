package cai.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A recipe of every kind of key.
record Example(
    @Setting(about = "Name of the run.") String name,
    @Setting(value = "1", about = "Run seed.") long seed,
    @Setting(about = "Critique and revision.") Critique critique,
    @Setting(about = "Finetuning.") Finetuning finetuning,
    @Setting(about = "Feedback.") Feedback feedback) {
  enum Labels {
    MULTIPLE_CHOICE,
    YES_NO_BALANCED
  }

  record Critique(
      @Setting(value = "4", about = "Rounds.", min = 1, max = 16) int rounds,
      @Setting(value = "true", about = "Whether to critique before revising.") boolean enabled,
      @Setting(value = "red-team.jsonl", about = "Prompts.") Path prompts,
      @Setting(value = "[\"\\n\\nHuman:\"]", about = "Stops.") List<String> stops) {}

  record Finetuning(
      @Setting(value = "1e-5", about = "Peak.", min = 0, minExclusive = true, max = 1)
          double learningRate,
      @Setting(value = "0", about = "Warm-up steps.", min = 0) int warmUp,
      @Setting(value = "100", about = "Steps.", min = 1) int steps,
      @Setting(about = "Schedule.") Schedule schedule) {
    Finetuning {
      if (warmUp > steps)
        throw new IllegalArgumentException(
            "warm-up=" + warmUp + " is longer than steps=" + steps + "; must be at most steps");
    }
  }

  record Schedule(
      @Setting(value = "0.1", about = "Final share.", min = 0, max = 1) double floor,
      @Setting(about = "Cut.", max = 9) Optional<Double> cut) {}

  record Feedback(
      @Setting(value = "yes-no-balanced", about = "How labels are asked for.") Labels method,
      @Setting(value = "[multiple-choice]", about = "Others.") List<Labels> others,
      @Setting(value = "[]", about = "Grid.", min = 0, max = 1) List<Double> grid,
      @Setting(about = "Human comparisons.") Optional<Path> human,
      @Setting(value = "[]", about = "Sources.") List<Source> sources) {}

  record Source(
      @Setting(about = "File.") Path file, @Setting(value = "1", about = "Share.") double share) {}

  Example {
    if (critique.rounds() > finetuning.steps())
      throw new IllegalArgumentException(
          "critique.rounds is larger than finetuning.steps; give more steps");
  }
}
