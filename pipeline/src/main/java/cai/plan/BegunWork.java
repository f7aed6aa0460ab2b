package cai.plan;

import cai.Recipe;
import cai.errors.UserError;
import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// How much of a stage that was interrupted is done, by the lines in its files.
record BegunWork(Recipe recipe, Material material) {
  /// The share of a stage's work that is done, in [0, 1].
  double done(StageWord stage, Path folder) {
    var prompts = material.prompts();
    return switch (stage) {
      case CONSTITUTION, PROMPTS, REPORT -> 0;
      case CRITIQUE -> critique(folder);
      case FINETUNING -> steps(folder, finetuningSteps());
      case FEEDBACK ->
          share(folder, Map.of("pairs.jsonl", prompts.train())) / 2
              + share(
                      folder,
                      Map.of(
                          "verdicts.jsonl",
                          prompts.train(),
                          "known.journal",
                          material.knownComparisons()))
                  / 2;
      case PREFERENCE -> steps(folder, preferenceSteps());
      case REINFORCEMENT -> steps(folder, recipe.reinforcement().steps());
      case EVALUATION -> {
        int answers = prompts.heldOut() * recipe.evaluation().samples();
        yield share(
            folder,
            Map.of(
                "answers-initial.journal", answers,
                "answers-sl-cai.journal", answers,
                "answers-rl-cai.journal", answers));
      }
    };
  }

  private double critique(Path folder) {
    var settings = recipe.critique();
    int chains = material.prompts().redTeamTrain();
    int helpful = material.prompts().helpfulTrain() * settings.helpfulSamples();
    double round =
        (settings.withCritique() ? settings.critiqueTokens() : 0)
            + (double) settings.candidates() * settings.revisionTokens();
    double response = settings.responseTokens();
    double all = chains * (response + settings.rounds() * round) + helpful * response;
    double done =
        response * Math.min(chains, lines(folder.resolve("responses.journal")))
            + settings.rounds() * round * Math.min(chains, lines(folder.resolve("chains.journal")))
            + response * Math.min(helpful, lines(folder.resolve("helpful.journal")));
    return done / Math.max(1, all);
  }

  private double finetuningSteps() {
    var settings = recipe.finetuning();
    double sequences =
        new TrainingStages(recipe, material).sequences() * (1 - settings.heldOutShare());
    return settings.epochs() * Math.ceil(sequences / settings.batchSize());
  }

  private double preferenceSteps() {
    var settings = recipe.preference();
    double comparisons =
        new TrainingStages(recipe, material).comparisons() * (1 - settings.heldOutShare());
    return settings.epochs() * Math.ceil(comparisons / settings.batchSize());
  }

  private static double steps(Path folder, double steps) {
    return Math.min(1, lines(folder.resolve("metrics.jsonl")) / Math.max(1, steps));
  }

  private static double share(Path folder, Map<String, Integer> expected) {
    double done = 0;
    double all = 0;
    for (Map.Entry<String, Integer> file : expected.entrySet()) {
      done += Math.min(file.getValue(), lines(folder.resolve(file.getKey())));
      all += file.getValue();
    }
    return done / Math.max(1, all);
  }

  private static long lines(Path file) {
    if (!Files.isRegularFile(file)) return 0;
    // A line that a crash has torn may be no text.
    try (Stream<String> lines = Files.lines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      return lines.count();
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
