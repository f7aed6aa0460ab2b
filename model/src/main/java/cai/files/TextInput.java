package cai.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// A text that is read from its beginning to its end once: a file, a pipe or the standard input,
/// gzip-compressed or not.
///
/// @param file as messages name it
public record TextInput(Path file, ByteSource source) {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_LAYERS = 3;

  /// Where the bytes come from.
  @FunctionalInterface
  public interface ByteSource {
    /// Opens it.
    public InputStream open() throws IOException;
  }

  /// A file's text.
  public static TextInput of(Path file) {
    return new TextInput(file, () -> Files.newInputStream(file));
  }

  /// What comes from another program.
  public static TextInput standard(InputStream in) {
    return new TextInput(Path.of("(standard input)"), () -> in);
  }

  /// Opens it; what comes is UTF-8 without a byte order mark, as far as its beginning tells.
  ///
  /// @throws cai.errors.UserError where the beginning is that of something else
  public InputStream open() throws IOException {
    InputStream in = buffered(source.open());
    try {
      for (int layer = 0; layer < MOST_LAYERS && isZipped(in); layer++)
        in = buffered(new GZIPInputStream(in, BUFFER_BYTES));
      Beginning.passMark(in, file);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /// Told by the first two bytes: renamed files are common.
  private static boolean isZipped(InputStream in) throws IOException {
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped;
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(new Waiting(in), BUFFER_BYTES);
  }

  /// Never says that nothing is left before the end has been seen. Of a pipe that is slow, a reader
  /// of gzip would otherwise take the gap between two members for the end.
  private static final class Waiting extends java.io.FilterInputStream {
    Waiting(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      return Math.max(1, super.available());
    }
  }
}
