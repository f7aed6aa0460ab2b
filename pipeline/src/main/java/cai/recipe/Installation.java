package cai.recipe;

import cai.errors.UserError;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the files that come with the program lie: constitutions, prompts, recipes. A path in a
/// recipe that begins with `cai:` is one of them.
public final class Installation {
  /// Begins such a path.
  public static final String PREFIX = "cai:";

  private static final String PROPERTY = "cai.home";
  private static final String MARK = "constitutions/default.yaml";

  private Installation() {}

  /// The folder: what the launcher says, else the nearest folder around the current one that holds
  /// the default constitution.
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
