package cai.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// The printable characters that stand for bytes in byte-level vocabularies: `Ġ` is a space.
///
/// **Source**: `bytes_to_unicode` of GPT-2.
final class ByteAlphabet {
  private static final int[] BYTE_OF = new int[0x180];
  private static final char[] CHARACTER_OF = new char[256];

  static {
    java.util.Arrays.fill(BYTE_OF, -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b > ' ' && b < 0x7f || b > 0xa0 && b != 0xad;
      CHARACTER_OF[b] = (char) (printable ? b : next++);
      BYTE_OF[CHARACTER_OF[b]] = b;
    }
  }

  private ByteAlphabet() {}

  /// The character that stands for a byte.
  static char character(int unsignedByte) {
    return CHARACTER_OF[unsignedByte];
  }

  /// The bytes of a token's piece; empty if the piece contains a character that stands for no byte.
  static Optional<byte[]> bytes(String piece) {
    byte[] bytes = new byte[piece.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = piece.charAt(i);
      if (c >= BYTE_OF.length || BYTE_OF[c] < 0) return Optional.empty();
      bytes[i] = (byte) BYTE_OF[c];
    }
    return Optional.of(bytes);
  }

  /// The text of bytes. Bytes beyond ASCII that form no whole character are shown as `<0xE2>`.
  static String shown(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      var shown = new StringBuilder();
      for (byte b : bytes)
        if (b >= 0) shown.append((char) b);
        else shown.append("<0x").append(HexFormat.of().withUpperCase().toHexDigits(b)).append('>');
      return shown.toString();
    }
  }
}
