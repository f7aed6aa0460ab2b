package cai.provenance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the caller knows of a run.
///
/// @param recipeFile as the user named it
/// @param recipe its text
/// @param overrides of the command line
/// @param settings all settings with their defaults, as YAML
/// @param seed of the run
/// @param inputs SHA-256 of the files the run reads, by name
/// @param versions of the libraries, by name; Java's is added
/// @param arithmetic what was chosen for this machine; stages done under another choice are done
///   again
/// @param parameters numbers in the weights of the run's model, where it is known
/// @param formatDifferences what of the form of texts differs between stages, one sentence each
public record RunIdentity(
    String recipeFile,
    String recipe,
    List<String> overrides,
    String settings,
    long seed,
    Map<String, String> inputs,
    Map<String, String> versions,
    Map<String, String> arithmetic,
    Optional<Long> parameters,
    List<String> formatDifferences) {
  public RunIdentity {
    overrides = List.copyOf(overrides);
    inputs = Sorted.copy(inputs);
    versions = Sorted.copy(versions);
    arithmetic = Sorted.copy(arithmetic);
    formatDifferences = List.copyOf(formatDifferences);
  }
}
