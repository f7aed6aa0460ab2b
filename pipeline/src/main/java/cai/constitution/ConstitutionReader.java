package cai.constitution;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Reads a constitution from one or more files: the project's YAML (`.yaml`, `.yml`) or the paper's
/// JSON (`.json`). The faults of all files are reported in one error.
public final class ConstitutionReader {
  private ConstitutionReader() {}

  /// The principles of all files, in their order.
  public static Constitution read(List<Path> files) {
    if (files.isEmpty()) throw new IllegalArgumentException("a constitution needs a file");
    var draft = new Draft();
    for (Path file : files) {
      if (file.toString().endsWith(".json")) new PaperPrinciples(draft).read(file);
      else new YamlPrinciples(draft).read(file);
    }
    return draft.finish(files.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }
}
