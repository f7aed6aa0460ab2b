package cai.models;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// A file of a model on the hub.
///
/// @param name without folders
/// @param bytes its size, where the hub tells it
/// @param sha256 of large files, in hexadecimal, where the hub tells it
record HubFile(String name, OptionalLong bytes, Optional<String> sha256) {
  private static final Set<String> DESCRIPTION =
      Set.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja",
          "model.safetensors.index.json");
  private static final Pattern WEIGHTS = Pattern.compile("model(-\\d+-of-\\d+)?\\.safetensors");

  /// A model at one commit.
  record Listing(String commit, List<HubFile> files) {
    Listing {
      files = List.copyOf(files);
    }

    boolean holds(String name) {
      return files.stream().anyMatch(file -> file.name.equals(name));
    }

    boolean holdsWeights() {
      return files.stream().anyMatch(HubFile::isWeights);
    }

    /// The sum of the known sizes of all files.
    long bytes() {
      return files.stream().mapToLong(file -> file.bytes.orElse(0)).sum();
    }
  }

  /// Whether a model is read from this file; all others (weights in other formats, pictures) stay
  /// on the hub. Names with folders never match, so no file can land outside its folder.
  static boolean isWanted(String name) {
    return DESCRIPTION.contains(name) || WEIGHTS.matcher(name).matches();
  }

  private boolean isWeights() {
    return WEIGHTS.matcher(name).matches();
  }
}
