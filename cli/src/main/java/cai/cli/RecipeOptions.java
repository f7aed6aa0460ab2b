package cai.cli;

import cai.Recipe;
import cai.cli.terminal.Surroundings;
import cai.files.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options that say which recipe a command uses; several commands share them.
final class RecipeOptions {
  private static final String DEFAULT = "recipes/quickstart.yaml";

  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..1",
      description = "The recipe's file; default: " + DEFAULT + " of cai.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "section.key=value",
      description = "Use another value than the recipe's; may be given again.")
  private List<String> overrides = List.of();

  /// A recipe that was read.
  ///
  /// @param file the recipe's path
  /// @param text of the file
  record Chosen(Path file, String text, List<String> overrides, Recipe recipe) {
    /// The folder from which a setting's relative path starts: the recipe's folder, or the current
    /// one for a setting of the command line.
    Path base(String key, Path current) {
      boolean given = overrides.stream().anyMatch(override -> override.startsWith(key + "="));
      return given ? current : file.toAbsolutePath().getParent();
    }
  }

  /// Reads the recipe; all its errors come at once.
  Chosen read(Surroundings surroundings) {
    return read(surroundings, List.of());
  }

  /// Reads the recipe with values that count more than those of the command line.
  Chosen read(Surroundings surroundings, List<String> more) {
    var all = new ArrayList<>(overrides);
    all.addAll(more);
    Path path = file == null ? surroundings.installation().resolve(DEFAULT) : file;
    Path found = surroundings.resolve(path);
    if (!Files.exists(found) && Files.exists(surroundings.installation().resolve(path)))
      found = surroundings.installation().resolve(path);
    // Errors name the file as shortly as the user did.
    Path here = Path.of("").toAbsolutePath();
    Path shown = found.startsWith(here) ? here.relativize(found) : found;
    Recipe recipe = Recipe.read(shown, all);
    try {
      return new Chosen(shown, Files.readString(shown), List.copyOf(all), recipe);
    } catch (IOException e) {
      throw FileFault.unreadable(shown, e);
    }
  }
}
