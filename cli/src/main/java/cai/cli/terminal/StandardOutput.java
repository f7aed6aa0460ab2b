package cai.cli.terminal;

import cai.errors.UserError;
import cai.files.FileFault;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The standard output with the reason of a failure; a [PrintStream] says only that it failed.
public final class StandardOutput extends PrintStream {
  private final Remembering remembering;

  public StandardOutput(OutputStream out) {
    this(new Remembering(out));
  }

  private StandardOutput(Remembering remembering) {
    super(new BufferedOutputStream(remembering), true, StandardCharsets.UTF_8);
    this.remembering = remembering;
  }

  /// Whether the reader has closed the pipe, as `| head` does.
  public static boolean hasNoReader(PrintStream out) {
    return why(out).filter(e -> String.valueOf(e.getMessage()).contains("Broken pipe")).isPresent();
  }

  /// The error of an output that failed.
  public static UserError refusal(PrintStream out) {
    Optional<IOException> why = why(out);
    String reason = why.map(FileFault::reason).orElse("its device refuses");
    return new UserError("standard output: cannot be written (" + reason + ")", why.orElse(null));
  }

  private static Optional<IOException> why(PrintStream out) {
    return out instanceof StandardOutput ours ? ours.remembering.failure : Optional.empty();
  }

  private static final class Remembering extends FilterOutputStream {
    private volatile Optional<IOException> failure = Optional.empty();

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        if (failure.isEmpty()) failure = Optional.of(e);
        throw e;
      }
    }
  }
}
