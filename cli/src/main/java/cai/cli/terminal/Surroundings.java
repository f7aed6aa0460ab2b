package cai.cli.terminal;

import cai.files.TextInput;
import cai.models.ModelStore;
import cai.run.Progress;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/// What a command sees of the world.
///
/// @param installation folder of the project
/// @param folder the current one, from which relative paths start
/// @param columns width of the terminal that shows `err`; empty where that is no terminal
public record Surroundings(
    Path installation,
    Path folder,
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    OptionalInt columns) {

  /// A path as the user meant it.
  public Path resolve(Path path) {
    return folder.resolve(path).normalize();
  }

  /// The text of a file that the user named; `-` is what comes from another program.
  public TextInput input(Path named) {
    return named.toString().equals("-") ? TextInput.standard(in) : TextInput.of(resolve(named));
  }

  /// A bar on a terminal, plain lines elsewhere.
  public Progress progress() {
    return columns.isPresent()
        ? new TerminalProgress(err, columns.getAsInt())
        : new PlainProgress(err, System::nanoTime);
  }

  /// Where models are found.
  public ModelStore models() {
    return new ModelStore(environment, installation, new DownloadProgress(progress()));
  }

  /// The file or folder of a model, fetched if need be.
  public Path model(String name) {
    return models().locate(name, folder);
  }
}
