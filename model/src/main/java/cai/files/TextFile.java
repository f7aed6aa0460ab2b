package cai.files;

import cai.errors.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipException;

/// A file that is read as one text: UTF-8 with or without a byte order mark, gzip-compressed or
/// not.
public final class TextFile {
  /// Size of the largest file that is read as one text. **Unit**: bytes.
  private static final int LARGEST = 1 << 29;

  private TextFile() {}

  /// The whole text.
  ///
  /// @throws UserError where it cannot be read, with the line that is not UTF-8
  public static String read(Path file) {
    try (InputStream in = TextInput.of(file).open()) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST)
        throw new UserError(
            file + ": is larger than " + (LARGEST >> 20) + " MiB; split it into smaller files");
      return decoded(bytes, file);
    } catch (EOFException | ZipException e) {
      throw TextLines.damaged(file, e);
    } catch (IOException e) {
      throw FileFault.unreadable(file, e);
    }
  }

  private static String decoded(byte[] bytes, Path file) {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (!result.isError()) return out.flip().toString();
    long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
    throw new UserError(file + ":" + line + ": is not UTF-8 text; save the file as UTF-8");
  }
}
