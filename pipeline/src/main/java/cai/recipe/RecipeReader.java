package cai.recipe;

import cai.errors.UserError;
import cai.files.FileFault;
import cai.files.TextFile;
import cai.recipe.YamlNode.Mapping;
import cai.recipe.YamlNode.Scalar;
import cai.recipe.YamlNode.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Reads recipe files into records. All errors are reported together, one line per error, with its
/// file and line or its override.
public final class RecipeReader {
  private static final long LARGEST_BYTES = 1 << 20;

  private RecipeReader() {}

  /// Reads a recipe.
  ///
  /// @param file relative paths in it are resolved against its folder
  /// @param overrides `section.key=value`, the value as YAML; relative paths in them are resolved
  ///   against the current folder, as the shell completes them
  /// @param root the record of all sections; its compact constructor may check across sections
  /// @throws UserError with one line per error
  public static <T extends Record> T read(Path file, List<String> overrides, Class<T> root) {
    var errors = new Errors();
    Mapping recipe = new Overrides(errors).apply(overrides, sections(file, root));
    Path folder = file.getParent() == null ? Path.of("") : file.getParent();
    var binder = new SectionBinder(root, new ScalarReader(folder), errors);
    // The root stands for what is not in the file at all.
    var whole = new Mapping(new Place.WholeFile(file), recipe.entries());
    var bound = binder.bind(root, whole, "");
    errors.throwIfAny();
    return bound.orElseThrow();
  }

  /// A single section with its defaults, except for the given keys. It is for code that needs a
  /// stage's settings without a recipe.
  ///
  /// @param settings `key=value`, the value as YAML
  /// @throws UserError with one line per error
  public static <T extends Record> T section(Class<T> section, String... settings) {
    var errors = new Errors();
    var defaults = new Mapping(new Place.Default(section.getSimpleName()), List.of());
    Mapping chosen = new Overrides(errors).apply(List.of(settings), defaults);
    var binder = new SectionBinder(section, new ScalarReader(Path.of("")), errors);
    var bound = binder.bind(section, chosen, "");
    errors.throwIfAny();
    return bound.orElseThrow();
  }

  /// All settings with the defaults written out, as YAML that reads back to the same record.
  public static String resolved(Record recipe) {
    return CanonicalYaml.of(recipe);
  }

  private static Mapping sections(Path file, Class<? extends Record> root) {
    YamlNode node =
        YamlParser.parse(text(file), line -> new Place.Line(file, line))
            .orElseThrow(() -> new UserError(file + ": is empty; " + known(root)));
    return switch (node) {
      case Mapping mapping -> mapping;
      case Scalar scalar when scalar.isNull() ->
          throw new UserError(file + ": is empty; " + known(root));
      case Scalar scalar ->
          throw new UserError(scalar.place().prefix() + "a single value; " + known(root));
      case Sequence list -> throw new UserError(list.place().prefix() + "a list; " + known(root));
    };
  }

  private static String known(Class<? extends Record> root) {
    return "a recipe has the sections "
        + String.join(", ", SettingKey.of(root).stream().map(SettingKey::name).toList());
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file))
        throw new UserError(file + ": is a folder; name the recipe file in it");
      if (Files.size(file) > LARGEST_BYTES)
        throw new UserError(file + ": is larger than 1 MiB; this is not a recipe");
      return TextFile.read(file);
    } catch (NoSuchFileException e) {
      throw new UserError(file + ": there is no such file; name a recipe", e);
    } catch (IOException e) {
      throw FileFault.unreadable(file, e);
    }
  }
}
