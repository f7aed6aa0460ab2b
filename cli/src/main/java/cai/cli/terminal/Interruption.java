package cai.cli.terminal;

import cai.run.Progress;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/// Prints one sentence when the process is interrupted by Ctrl-C or a signal: what is kept and how
/// to continue. The exit code is the system's: 128 plus the number of the signal.
public final class Interruption implements AutoCloseable {
  private final Progress progress;
  private final PrintStream err;
  private final Thread hook = new Thread(this::tell, "interruption");
  private volatile String sentence;

  private Interruption(Progress progress, PrintStream err, String sentence) {
    this.progress = progress;
    this.err = err;
    this.sentence = sentence;
  }

  /// Watches for interruptions until it is closed.
  ///
  /// @param sentence the sentence to print, unless [#say] has set another
  public static Interruption awaited(Progress progress, PrintStream err, String sentence) {
    var interruption = new Interruption(progress, err, sentence);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  public void say(String sentence) {
    this.sentence = sentence;
  }

  private void tell() {
    // The bar's line becomes an ordinary one, and the cursor stands below it.
    progress.end();
    err.println("interrupted: " + sentence);
    err.flush();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already, and the hook has its say.
    }
  }

  /// A command line as it can be typed again.
  public static String typed(List<String> words) {
    return "cai "
        + words.stream()
            .map(word ->
                word.matches("[\\w./=:,@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
  }
}
