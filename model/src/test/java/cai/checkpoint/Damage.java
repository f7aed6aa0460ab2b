package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/// Damages a model's file at every byte and looks at what comes out.
final class Damage {
  private static final long SEED = 41;

  private final Path file;
  private final Path model;
  private final byte[] right;

  /// @param file to be damaged
  /// @param model to be opened: the file, or its folder
  Damage(Path file, Path model) throws IOException {
    this.file = file;
    this.model = model;
    this.right = Files.readAllBytes(file);
  }

  /// Every shorter file has to be refused by name.
  void truncateEverywhere() throws IOException {
    for (int length = 0; length < right.length; length++) {
      Files.write(file, Arrays.copyOf(right, length));
      assertThat(error()).as("cut to %d bytes", length).isPresent();
    }
    Files.write(file, right);
    assertThat(error()).isEmpty();
  }

  /// A changed byte may go unseen (a weight, a name in the metadata), or be refused by name.
  void changeEverywhere() throws IOException {
    var random = new Random(SEED);
    int refused = 0;
    for (int at = 0; at < right.length; at++) {
      for (int change : new int[] {0x80, 1 + random.nextInt(255)}) {
        byte[] wrong = right.clone();
        wrong[at] ^= (byte) change;
        Files.write(file, wrong);
        if (error().isPresent()) refused++;
      }
    }
    assertThat(refused).isBetween(right.length / 10, 2 * right.length);
  }

  /// Uses everything of the model; what comes out other than a [UserError] fails the test.
  private Optional<UserError> error() {
    try (ModelFiles files = ModelFiles.open(model)) {
      files.weightNames().forEach(files::read);
      files.tokenizerFiles();
      return Optional.empty();
    } catch (UserError e) {
      assertThat(e.getMessage())
          .startsWith(model.toString())
          .doesNotContain("\n", "Exception", ": null", "(null");
      return Optional.of(e);
    }
  }
}
