package cai.checkpoint;

import cai.checkpoint.tensors.MappedFile;
import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of a split GGUF model's files: `NAME-00001-of-00003.gguf` and so on, as
/// `llama-gguf-split` writes them.
///
/// @param path of one part
/// @param name the file name before the number
/// @param number of the part at `path`, counted from 0
/// @param count number of all parts
record GgufParts(Path path, String name, int number, int count) {
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");
  private static final int MOST = 1000;

  /// Reads the number and count of a part from its metadata and its name.
  static GgufParts of(MappedFile file, GgufMetadata metadata) {
    int count = metadata.integer("split.count").orElse(1);
    if (count > MOST) throw metadata.wrong("split.count", count, "at most " + MOST);
    int number = metadata.requiredInteger("split.no");
    if (number >= count) throw metadata.wrong("split.no", number, "a number below " + count);
    Matcher named = NAME.matcher(file.path().getFileName().toString());
    if (!named.matches()
        || Integer.parseInt(named.group(2)) != number + 1
        || Integer.parseInt(named.group(3)) != count)
      throw new UserError(
          "%s: is part %d of %d of a split model, but is not named so; give it the name NAME-%s and put the other parts beside it"
              .formatted(file.path(), number + 1, count, ending(number, count)));
    return new GgufParts(file.path(), named.group(1), number, count);
  }

  private static String ending(int number, int count) {
    return "%05d-of-%05d.gguf".formatted(number + 1, count);
  }

  /// The path of another part.
  Path existing(int other) {
    Path file = path.resolveSibling(name + "-" + ending(other, count));
    if (!Files.exists(file))
      throw new UserError(
          "%s: is part %d of %d of a split model, and %s is missing beside it; put all parts into one folder"
              .formatted(path, number + 1, count, file.getFileName()));
    return file;
  }

  /// Refuses a file whose metadata name another part than its file name does.
  void requireIsPart(int expected, GgufFile part) {
    GgufMetadata metadata = part.metadata();
    int found = metadata.requiredInteger("split.no");
    if (found != expected)
      throw metadata.wrong("split.no", found, expected + ", as the file's name says");
    int parts = metadata.requiredInteger("split.count");
    if (parts != count)
      throw metadata.wrong("split.count", parts, count + ", as in " + path.getFileName());
  }

  /// The GGUF file that a folder holds: the only one, or the first part of the only split one.
  static Path in(Path folder) {
    List<Path> models;
    try (Stream<Path> files = Files.list(folder)) {
      models = files.filter(GgufParts::begins).sorted().toList();
    } catch (IOException e) {
      throw new UserError(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
    if (models.size() == 1) return models.getFirst();
    throw new UserError(
        models.isEmpty()
            ? folder + ": holds no config.json; a Hugging Face folder or a GGUF file is expected"
            : folder
                + ": holds several GGUF models; name one of "
                + String.join(
                    ", ", models.stream().map(file -> file.getFileName().toString()).toList()));
  }

  /// Whether a model begins with this file: every GGUF file except the second and later parts.
  private static boolean begins(Path file) {
    String name = file.getFileName().toString();
    Matcher part = NAME.matcher(name);
    return name.endsWith(".gguf") && (!part.matches() || part.group(2).equals("00001"));
  }
}
