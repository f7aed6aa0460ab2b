package cai.cli;

import cai.Recipe;
import cai.cli.terminal.Surroundings;
import cai.recipe.SettingReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `cai settings`: prints every key of a recipe.
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = "Print every key of a recipe with its default, range and meaning.")
final class SettingsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  SettingsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().print(SettingReference.markdown(Recipe.class));
    return 0;
  }
}
