package cai.prompts;

import cai.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The lines of a text file, gzip-compressed or not, each decoded on its own: a line that is not
/// UTF-8 or is longer than any prompt is marked as faulty and spoils no other.
final class TextLines {
  /// Longest line that is read whole. Unit: bytes.
  static final int LONGEST = 16 << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextLines() {}

  /// Calls `each` with every line that is not blank.
  static void forEach(Path file, Consumer<TextLine> each) {
    try (InputStream in = open(file)) {
      var bytes = new ByteArrayOutputStream();
      long number = 1;
      long length = 0;
      for (int next; (next = in.read()) != -1; ) {
        if (next == '\n') {
          emit(file, number++, bytes, length, each);
          bytes.reset();
          length = 0;
        } else if (length++ < LONGEST) bytes.write(next);
      }
      emit(file, number, bytes, length, each);
    } catch (EOFException | ZipException e) {
      throw new UserError(file + ": is a damaged gzip file (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read (" + reason(e) + ")", e);
    }
  }

  private static void emit(
      Path file, long number, ByteArrayOutputStream bytes, long length, Consumer<TextLine> each) {
    if (length > LONGEST) {
      String start = new String(bytes.toByteArray(), 0, 4_000, StandardCharsets.UTF_8);
      String fault = "the line has " + length + " bytes, more than the " + LONGEST + " allowed";
      each.accept(new TextLine(file, number, start, length, fault));
      return;
    }
    TextLine line = decode(file, number, bytes.toByteArray());
    if (!line.fault().isEmpty() || !line.text().isBlank()) each.accept(line);
  }

  private static TextLine decode(Path file, long number, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) text = text.substring(1);
      if (text.endsWith("\r")) text = text.substring(0, text.length() - 1);
      return new TextLine(file, number, text, text.length(), "");
    } catch (CharacterCodingException e) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return new TextLine(file, number, text, text.length(), "the line is not UTF-8 text");
    }
  }

  /// Tells gzip by its first two bytes: renamed files are common.
  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "there is no such file";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      default -> e.getMessage();
    };
  }
}
