package cai.storage;

import cai.files.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of contents, as 64 hexadecimal digits.
public final class ContentHash {
  // Large enough that the digest, not the reads, sets the pace.
  private static final int BUFFER_BYTES = 1 << 20;

  private ContentHash() {}

  /// The hash of a text's UTF-8 bytes.
  public static String text(String text) {
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The hash of a file's bytes.
  ///
  /// @throws cai.errors.UserError where the file cannot be read
  public static String file(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return stream(in);
    } catch (IOException e) {
      throw FileFault.unreadable(file, e);
    }
  }

  /// The hash of all bytes of a stream up to its end.
  public static String stream(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    var buffer = new byte[BUFFER_BYTES];
    for (int read; (read = in.read(buffer)) >= 0; ) digest.update(buffer, 0, read);
    return hex(digest.digest());
  }

  /// A digest as hexadecimal digits.
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  /// A new digest, for content that arrives in pieces.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
