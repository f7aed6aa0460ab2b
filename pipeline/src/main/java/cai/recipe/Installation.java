package cai.recipe;

import cai.errors.UserError;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the files that come with the program: constitutions, prompts, recipes. A path in a recipe
/// that begins with `cai:` names one of them.
public final class Installation {
  /// The prefix of a path to a file that comes with the program.
  public static final String PREFIX = "cai:";

  private static final String PROPERTY = "cai.home";
  private static final String MARK = "constitutions/default.yaml";

  private Installation() {}

  /// The folder of the installation: the one that the launcher names, or else the nearest folder
  /// above the current one that holds the default constitution.
  public static Path home() {
    String given = System.getProperty(PROPERTY);
    if (given != null) return Path.of(given);
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent())
      if (Files.exists(folder.resolve(MARK))) return folder;
    throw new UserError(
        "installation: no folder around the current one holds "
            + MARK
            + "; start the program by its launcher");
  }

  /// A file that comes with the program.
  public static Path file(String name) {
    return home().resolve(name);
  }
}
