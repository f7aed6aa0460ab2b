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

/// What a folder tells of the run in it.
record EarlierRun(Manifest manifest) {

  /// The run in a folder, where there is one.
  static Optional<EarlierRun> in(Path folder) {
    Path file = folder.resolve(Manifest.FILE);
    return Files.isRegularFile(file)
        ? Optional.of(new EarlierRun(Json.read(file, Manifest.class)))
        : Optional.empty();
  }

  /// The recipe with everything that the command line changed; empty where another version of the
  /// program had other keys.
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
