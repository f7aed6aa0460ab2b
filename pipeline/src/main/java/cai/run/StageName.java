package cai.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The name of a stage in a run. A run may hold a stage several times, each time with other
/// settings or inputs: `preference` and `preference@hard` are two instances of one stage.
///
/// @param variant what tells the instance from the others; empty for the method's own
public record StageName(StageWord word, String variant) implements Comparable<StageName> {
  private static final String MARK = "@";

  public StageName {
    if (!variant.matches("([a-z0-9]+(-[a-z0-9]+)*)?"))
      throw new IllegalArgumentException(
          "variant=" + variant + "; lower-case words joined by - are allowed");
  }

  /// The method's own instance.
  public static StageName of(StageWord word) {
    return new StageName(word, "");
  }

  /// The name that a folder of a run bears, if it is one of a stage.
  public static Optional<StageName> of(Path folder) {
    String[] parts = folder.getFileName().toString().split(MARK, 2);
    for (StageWord word : StageWord.values())
      if (word.word().equals(parts[0]) && isVariant(parts))
        return Optional.of(new StageName(word, parts.length == 1 ? "" : parts[1]));
    return Optional.empty();
  }

  /// All stages of a run, in order: every stage of the method, begun or not, and the other
  /// instances in the run's folder.
  public static SortedSet<StageName> allIn(Path runFolder) throws IOException {
    var all = new TreeSet<StageName>();
    for (StageWord word : StageWord.values()) all.add(of(word));
    try (Stream<Path> folders = Files.list(runFolder)) {
      folders
          .filter(Files::isDirectory)
          .map(StageName::of)
          .forEach(name -> name.ifPresent(all::add));
    }
    return all;
  }

  private static boolean isVariant(String[] parts) {
    return parts.length == 1 || parts[1].matches("[a-z0-9]+(-[a-z0-9]+)*");
  }

  /// The title of an artifact without what tells the instance of its stage from others.
  public static String withoutVariant(String title) {
    return title.replaceFirst(MARK + "[a-z0-9-]+", "");
  }

  /// Where it lies in a run.
  Path in(Path runFolder) {
    return runFolder.resolve(toString());
  }

  @Override
  public int compareTo(StageName other) {
    int words = word.compareTo(other.word);
    return words == 0 ? variant.compareTo(other.variant) : words;
  }

  /// `preference`, `preference@hard`.
  @Override
  public String toString() {
    return variant.isEmpty() ? word.word() : word.word() + MARK + variant;
  }
}
