package cai.cli;

import cai.Recipe;
import cai.errors.UserError;
import cai.json.Json;
import cai.provenance.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads what a run's folder says about the run.
record EarlierRun(Manifest manifest) {

  /// The run in a folder; empty if there is none.
  static Optional<EarlierRun> in(Path folder) {
    Path file = folder.resolve(Manifest.FILE);
    return Files.isRegularFile(file)
        ? Optional.of(new EarlierRun(Json.read(file, Manifest.class)))
        : Optional.empty();
  }

  /// The recipe with the changes of the command line; empty if another version of the program wrote
  /// it with keys that do not exist now.
  Optional<Recipe> recipe() throws IOException {
    Path copy = Files.createTempFile("recipe", ".yaml");
    try {
      Files.writeString(copy, manifest.settings());
      return Optional.of(Recipe.read(copy, List.of()));
    } catch (UserError _) {
      return Optional.empty();
    } finally {
      Files.delete(copy);
    }
  }
}
