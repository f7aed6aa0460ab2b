package cai.cli;

import cai.cli.terminal.StandardOutput;
import cai.cli.terminal.Surroundings;
import cai.recipe.Installation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Starts the command line.
final class Main {
  private Main() {}

  public static void main(String[] args) {
    String columns = System.getProperty("cai.columns", "");
    var surroundings =
        new Surroundings(
            Installation.home(),
            Path.of("").toAbsolutePath(),
            System.getenv(),
            System.in,
            new StandardOutput(new FileOutputStream(FileDescriptor.out)),
            System.err,
            columns.matches("[1-9]\\d{0,3}")
                ? OptionalInt.of(Integer.parseInt(columns))
                : OptionalInt.empty());
    System.exit(new CommandTree(surroundings).execute(args));
  }
}
