package cai.recipe;

import java.nio.file.Path;

/// The place where a value was written, with which every message about it begins.
sealed interface Place {
  /// A line of the recipe, counted from 1.
  record Line(Path file, int number) implements Place {}

  /// The recipe as a whole, for keys that are missing.
  record WholeFile(Path file) implements Place {}

  /// An override of the command line.
  record CommandLine(String key, String text) implements Place {}

  /// The default in a [Setting] of this class; an error there is a bug.
  record Default(String component) implements Place {}

  /// The place with a colon, to begin a sentence.
  default String prefix() {
    return switch (this) {
      case Line(Path file, int number) -> file + ":" + number + ": ";
      case WholeFile(Path file) -> file + ": ";
      case CommandLine(String key, String text) -> "--set " + text + ": ";
      case Default(String component) -> "default of " + component + ": ";
    };
  }

  /// The place and the name with its value, to begin a sentence; an override shows both already.
  default String subject(String name, String value) {
    return this instanceof CommandLine(String key, String text) && key.equals(name)
        ? "--set " + text
        : prefix() + name + value;
  }

  /// The rank of a message about this place: lines in order, then the whole file, then the command
  /// line.
  default int order() {
    return switch (this) {
      case Line line -> line.number();
      case WholeFile _ -> Integer.MAX_VALUE - 1;
      case CommandLine _, Default _ -> Integer.MAX_VALUE;
    };
  }
}
