package cai.cli;

import cai.Recipe;
import cai.constitution.Aim;
import cai.prompts.PromptItem;
import cai.prompts.PromptsSettings;
import cai.prompts.PromptsStage;
import cai.prompts.Split;
import cai.run.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How many prompts a run works on.
///
/// @param redTeam to train on
/// @param helpful to train on
/// @param heldOut of both kinds
/// @param promptTokens of one, on average, estimated
/// @param counted whether the files were read; else the recipe's numbers stand for them
record Workload(long redTeam, long helpful, long heldOut, int promptTokens, boolean counted) {
  private static final double CHARACTERS_PER_TOKEN = 4;
  private static final int USUAL_TOKENS = 40;

  static Workload of(Recipe recipe) {
    PromptsSettings settings = recipe.prompts();
    boolean there =
        Stream.of(settings.redTeam(), settings.helpful())
            .flatMap(List::stream)
            .allMatch(file -> Files.isRegularFile(file));
    if (!there)
      return new Workload(
          settings.redTeamTrain(),
          settings.helpfulTrain(),
          (long) settings.redTeamHeldOut() + settings.helpfulHeldOut(),
          USUAL_TOKENS,
          false);
    var seeds = new Seeds(recipe.seed());
    List<PromptItem> prompts =
        new PromptsStage(settings, id -> seeds.seed("prompts", id)).read().prompts();
    return new Workload(
        count(prompts, Aim.HARMLESSNESS),
        count(prompts, Aim.HELPFULNESS),
        prompts.stream().filter(prompt -> prompt.split() != Split.TRAIN).count(),
        tokens(prompts),
        true);
  }

  /// Files that the recipe names and that are not here.
  static List<Path> missing(PromptsSettings settings) {
    return Stream.of(settings.redTeam(), settings.helpful())
        .flatMap(List::stream)
        .filter(file -> !Files.isRegularFile(file))
        .toList();
  }

  private static long count(List<PromptItem> prompts, Aim aim) {
    return prompts.stream()
        .filter(prompt -> prompt.split() == Split.TRAIN && prompt.aim() == aim)
        .count();
  }

  private static int tokens(List<PromptItem> prompts) {
    double characters =
        prompts.stream()
            .flatMap(prompt -> prompt.prompt().turns().stream())
            .mapToInt(turn -> turn.text().length())
            .sum();
    return (int) Math.ceil(characters / CHARACTERS_PER_TOKEN / Math.max(1, prompts.size()));
  }
}
