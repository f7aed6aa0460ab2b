package cai.files;

import cai.errors.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Recognises the kind of a file by its first bytes.
final class Beginning {
  private static final int BYTES = 10;
  private static final String SAVE = "; save it as UTF-8";

  /// First bytes, hexadecimal, and the kind of file that begins with them. UTF-32 comes before
  /// UTF-16, because the mark of UTF-32 begins with that of UTF-16.
  private static final String[][] OTHERS = {
    {"fffe0000", "is UTF-32 text" + SAVE},
    {"0000feff", "is UTF-32 text" + SAVE},
    {"fffe", "is UTF-16 text" + SAVE},
    {"feff", "is UTF-16 text" + SAVE},
    {"504b0304", "is a zip archive (spreadsheets are too); unpack it, or save it as text"},
    {"28b52ffd", "is compressed with zstd; decompress it, or use gzip"},
    {"fd377a585a00", "is compressed with xz; decompress it, or use gzip"},
    {hex("BZh91AY&SY"), "is compressed with bzip2; decompress it, or use gzip"},
    {hex("PAR1") + "15", "is a Parquet file; save it as JSON lines or CSV"},
    {hex("%PDF-"), "is a PDF; save it as text"},
    {hex("SQLite fo"), "is a database; save its rows as JSON lines or CSV"},
  };

  private static final String UTF_8_MARK = "efbbbf";

  private Beginning() {}

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Skips the byte order mark of UTF-8 and refuses files that begin as no UTF-8 text does.
  static void passMark(InputStream in, Path file) throws IOException {
    in.mark(BYTES);
    byte[] first = in.readNBytes(BYTES);
    in.reset();
    String seen = HexFormat.of().formatHex(first);
    Optional<String> other = otherThanText(seen).or(() -> withoutMark(first));
    if (other.isPresent()) throw new UserError(file + ": " + other.get());
    if (seen.startsWith(UTF_8_MARK)) in.skipNBytes(3);
  }

  private static Optional<String> otherThanText(String seen) {
    return Arrays.stream(OTHERS)
        .filter(each -> seen.startsWith(each[0]))
        .map(each -> each[1])
        .findFirst();
  }

  /// Recognises UTF-16 and UTF-32 without a mark: in Latin text one byte in two, or in four, is not
  /// zero.
  private static Optional<String> withoutMark(byte[] first) {
    if (first.length < 4) return Optional.empty();
    if (first[0] == 0 && first[1] == 0 && first[2] == 0 && first[3] != 0
        || first[0] != 0 && first[1] == 0 && first[2] == 0 && first[3] == 0)
      return Optional.of("is UTF-32 text without its mark" + SAVE);
    boolean little = first[0] != 0 && first[1] == 0 && first[2] != 0 && first[3] == 0;
    boolean big = first[0] == 0 && first[1] != 0 && first[2] == 0 && first[3] != 0;
    return little || big ? Optional.of("is UTF-16 text without its mark" + SAVE) : Optional.empty();
  }
}
