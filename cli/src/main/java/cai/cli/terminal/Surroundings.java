package cai.cli.terminal;

import cai.files.TextInput;
import cai.models.ModelStore;
import cai.run.Progress;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/// The environment of a command: streams, folders, variables, terminal.
///
/// @param installation folder of the project
/// @param folder the current folder, from which relative paths start
/// @param columns width of the terminal that shows `err`; empty if `err` is no terminal
public record Surroundings(
    Path installation,
    Path folder,
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    OptionalInt columns) {

  /// A path of the user, resolved against the current folder.
  public Path resolve(Path path) {
    return folder.resolve(path).normalize();
  }

  /// The text of a file that the user named; `-` means the standard input.
  public TextInput input(Path named) {
    return named.toString().equals("-") ? TextInput.standard(in) : TextInput.of(resolve(named));
  }

  /// The display of progress: a bar on a terminal, plain lines elsewhere.
  public Progress progress() {
    return columns.isPresent()
        ? new TerminalProgress(err, columns.getAsInt())
        : new PlainProgress(err, System::nanoTime);
  }

  /// The store of models.
  public ModelStore models() {
    return new ModelStore(environment, installation, new DownloadProgress(progress()));
  }

  /// The file or folder of a model, which is fetched if it is not on this machine.
  public Path model(String name) {
    return models().locate(name, folder);
  }
}
