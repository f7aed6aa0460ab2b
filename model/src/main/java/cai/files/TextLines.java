package cai.files;

import cai.errors.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/// The lines of a text, each decoded on its own: a line that is not UTF-8 or is longer than any
/// prompt is marked as faulty and spoils no other.
///
/// A line ends with a line feed, with or without a carriage return before it. Nothing else ends
/// one: JSON allows all other separators inside a row.
public final class TextLines {
  /// Length of the longest line that is read. **Unit**: bytes.
  public static final int LONGEST = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final char UNDECODABLE = '\uFFFD';
  private static final int SHOWN_BYTES = 4_000;

  private final Path file;
  private final Consumer<TextLine> each;
  private byte[] line = new byte[1 << 10];
  private long length;
  private long number = 1;

  private TextLines(Path file, Consumer<TextLine> each) {
    this.file = file;
    this.each = each;
  }

  /// Calls `each` with every line, blank ones included.
  ///
  /// @throws UserError where the text cannot be read at all
  public static void forEach(TextInput input, Consumer<TextLine> each) {
    var lines = new TextLines(input.file(), each);
    try (InputStream in = input.open()) {
      var buffer = new byte[BUFFER_BYTES];
      for (int read; (read = in.read(buffer)) >= 0; ) lines.take(buffer, read);
      if (lines.length > 0) lines.emit(true);
    } catch (EOFException | ZipException e) {
      throw damaged(input.file(), e);
    } catch (IOException e) {
      throw FileFault.unreadable(input.file(), e);
    }
  }

  static UserError damaged(Path file, IOException e) {
    return new UserError(
        file + ": is a damaged gzip file (" + FileFault.reason(e) + "); get it anew", e);
  }

  private void take(byte[] buffer, int count) {
    int from = 0;
    for (int at = 0; at < count; at++) {
      if (buffer[at] != '\n') continue;
      append(buffer, from, at);
      emit(false);
      from = at + 1;
    }
    append(buffer, from, count);
  }

  private void append(byte[] buffer, int from, int to) {
    int room = (int) Math.max(0, Math.min(to - from, LONGEST - length));
    if (room > 0) {
      int end = (int) length + room;
      if (end > line.length)
        line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(end, 2 * line.length)));
      System.arraycopy(buffer, from, line, (int) length, room);
    }
    length += to - from;
  }

  private void emit(boolean last) {
    if (length > LONGEST) {
      String start = new String(line, 0, SHOWN_BYTES, StandardCharsets.UTF_8);
      String fault = "the line has " + length + " bytes, more than the " + LONGEST + " allowed";
      each.accept(new TextLine(file, number, start, length, fault));
    } else {
      each.accept(decoded(last && number == 1));
    }
    number++;
    length = 0;
  }

  /// @param only whether the whole file has no line feed
  private TextLine decoded(boolean only) {
    int end = (int) length;
    if (end > 0 && line[end - 1] == '\r') end--;
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    String fault = "";
    if (text.indexOf(UNDECODABLE) >= 0 && !isUtf8(end)) {
      fault = "the line is not UTF-8 text; save the file as UTF-8";
    } else if (only && text.indexOf('\r') >= 0 && !beginsAsJson(text)) {
      fault = "the lines end with carriage returns alone; save the file with line feeds";
    }
    return new TextLine(file, number, text, text.length(), fault);
  }

  private boolean isUtf8(int end) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /// Whether a text begins as JSON, in which a carriage return may stand between fields.
  private static boolean beginsAsJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }
}
