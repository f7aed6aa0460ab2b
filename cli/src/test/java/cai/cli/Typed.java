package cai.cli;

import cai.cli.terminal.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/// A command line as a user types it into a folder, and what came of it.
///
/// @param code exit code
record Typed(int code, String out, String err) {
  static final Path INSTALLATION = Path.of("").toAbsolutePath().getParent();

  static Typed in(Path folder, String... words) {
    return with(folder, "", words);
  }

  /// The same with something on the standard input.
  static Typed with(Path folder, String in, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var surroundings =
        new Surroundings(
            INSTALLATION,
            folder,
            Map.of(
                "CAI_CACHE",
                folder.resolve("cache").toString(),
                "CAI_MODEL_HUB",
                "http://nowhere.invalid"),
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            OptionalInt.empty());
    int code = new CommandTree(surroundings).execute(words);
    return new Typed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
