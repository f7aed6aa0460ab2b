package cai.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// A text that is read once from beginning to end: a file, a pipe or the standard input,
/// gzip-compressed or not.
///
/// @param file as messages name it
public record TextInput(Path file, ByteSource source) {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_LAYERS = 3;

  /// The source of the bytes.
  @FunctionalInterface
  public interface ByteSource {
    /// Opens the source.
    public InputStream open() throws IOException;
  }

  /// The text of a file.
  public static TextInput of(Path file) {
    return new TextInput(file, () -> Files.newInputStream(file));
  }

  /// The text of the standard input.
  public static TextInput standard(InputStream in) {
    return new TextInput(Path.of("(standard input)"), () -> in);
  }

  /// Opens the text as bytes of UTF-8 without a byte order mark. Only the beginning is checked.
  ///
  /// @throws cai.errors.UserError where the beginning is not that of a UTF-8 text
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

  /// Whether the bytes are gzip-compressed, judging by the first two bytes and not by the file's
  /// name.
  private static boolean isZipped(InputStream in) throws IOException {
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped;
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(new Waiting(in), BUFFER_BYTES);
  }

  /// A stream whose `available` is 0 only at the end. Otherwise the reader of gzip would take a
  /// pause of a slow pipe between two members for the end.
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
