package cai.recipe;

import cai.recipe.SettingKind.Decimal;
import cai.recipe.SettingKind.FilePath;
import cai.recipe.SettingKind.Flag;
import cai.recipe.SettingKind.ListSetting;
import cai.recipe.SettingKind.Maybe;
import cai.recipe.SettingKind.OneOf;
import cai.recipe.SettingKind.Section;
import cai.recipe.SettingKind.Whole;
import cai.recipe.SettingKind.Words;
import cai.recipe.YamlNode.Scalar;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Converts a YAML scalar to a Java value.
final class ScalarReader {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,30}");
  // Numbers as YAML 1.2 writes them; `.inf` and `.nan` are left out on purpose.
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /// The reason why a scalar does not fit its key: ` is not an integer; must be an integer in [1,
  /// 9]`.
  static final class UnreadableScalar extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableScalar(String what) {
      super(what);
    }
  }

  private final Path folder;

  /// Reads scalars; relative paths are resolved against a folder.
  ScalarReader(Path folder) {
    this.folder = folder;
  }

  Object read(Scalar scalar, SettingKind kind, SettingKey key) throws UnreadableScalar {
    return switch (kind) {
      case Whole(boolean wide) -> whole(scalar, wide, key);
      case Decimal _ -> decimal(scalar, key);
      case Flag _ -> flag(scalar);
      case Words _ -> words(scalar, key);
      case FilePath _ -> path(scalar, key);
      case OneOf choice -> constant(scalar, choice);
      case Maybe _, ListSetting _, Section _ ->
          throw new IllegalStateException(key.declaration() + " does not take a scalar");
    };
  }

  private static Object whole(Scalar scalar, boolean wide, SettingKey key) throws UnreadableScalar {
    requirePlain(scalar, key);
    if (!INTEGER.matcher(scalar.text()).matches())
      throw new UnreadableScalar(" is not an integer; must be " + key.expected());
    var value = new BigInteger(scalar.text());
    if (value.bitLength() > (wide ? 63 : 31) || !key.range().contains(value.doubleValue()))
      throw outOfRange(key, wide ? "a 64-bit integer" : "a 32-bit integer");
    if (wide) return value.longValueExact();
    return value.intValueExact();
  }

  private static Double decimal(Scalar scalar, SettingKey key) throws UnreadableScalar {
    requirePlain(scalar, key);
    if (!NUMBER.matcher(scalar.text()).matches())
      throw new UnreadableScalar(" is not a finite number; must be " + key.expected());
    double value = Double.parseDouble(scalar.text());
    if (!Double.isFinite(value)) throw outOfRange(key, "a finite number");
    if (!key.range().contains(value)) throw outOfRange(key, "");
    return value;
  }

  private static UnreadableScalar outOfRange(SettingKey key, String otherwise) {
    String range = key.range().text();
    return new UnreadableScalar(
        " is out of range; must be " + (range.isEmpty() ? otherwise : range));
  }

  private static void requirePlain(Scalar scalar, SettingKey key) throws UnreadableScalar {
    if (!scalar.plain())
      throw new UnreadableScalar(
          " is a text in quotes; must be " + key.expected() + ", without quotes");
  }

  private static Boolean flag(Scalar scalar) throws UnreadableScalar {
    if (!scalar.plain())
      throw new UnreadableScalar(" is a text in quotes; must be true or false, without quotes");
    return switch (scalar.text()) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw new UnreadableScalar(" is neither true nor false; must be true or false");
    };
  }

  private static String words(Scalar scalar, SettingKey key) throws UnreadableScalar {
    if (scalar.isNull()) throw new UnreadableScalar(" has no value; must be " + key.expected());
    return scalar.text();
  }

  // The command line's own folder is what the shell completes names against.
  private Path path(Scalar scalar, SettingKey key) throws UnreadableScalar {
    if (scalar.isNull() || scalar.text().isEmpty())
      throw new UnreadableScalar(" has no value; must be " + key.expected());
    try {
      if (scalar.text().startsWith(Installation.PREFIX))
        return Installation.file(scalar.text().substring(Installation.PREFIX.length())).normalize();
      var path = Path.of(scalar.text());
      boolean fromCommandLine = scalar.place() instanceof Place.CommandLine;
      return (fromCommandLine ? path : folder.resolve(path)).normalize();
    } catch (InvalidPathException e) {
      throw new UnreadableScalar(
          " is not a path: " + e.getReason() + "; must be " + key.expected());
    }
  }

  private static Enum<?> constant(Scalar scalar, OneOf choice) throws UnreadableScalar {
    for (Enum<?> each : choice.constants()) {
      if (KeyNames.ofConstant(each).equals(scalar.text())) return each;
    }
    String hint =
        KeyNames.nearest(scalar.text(), choice.names())
            .map(name -> "; did you mean '" + name + "'?")
            .orElse("");
    throw new UnreadableScalar(" is not known; must be " + choice.text() + hint);
  }
}
