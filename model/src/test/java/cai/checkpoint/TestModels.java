package cai.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Where tests find models.
final class TestModels {
  private TestModels() {}

  /// The tiny random model of the repository.
  static Path tinyRandom() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("models/tiny-random"))) {
      root = root.getParent();
      if (root == null) throw new IllegalStateException("run the tests inside the repository");
    }
    return root.resolve("models/tiny-random");
  }

  /// The file of the default model, where it is in the cache.
  static Optional<Path> defaultModel() {
    Path folder = cache().resolve("smollm2-135m-instruct");
    return Optional.of(folder.resolve("SmolLM2-135M-Instruct.Q4_1.gguf")).filter(Files::exists);
  }

  /// As documented for users: `CAI_CACHE`, else `cai` in `XDG_CACHE_HOME`, else `~/.cache/cai`.
  static Path cache() {
    return environment("CAI_CACHE")
        .map(Path::of)
        .or(() -> environment("XDG_CACHE_HOME").map(folder -> Path.of(folder, "cai")))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "cai"));
  }

  private static Optional<String> environment(String name) {
    return Stream.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty()).findFirst();
  }
}
