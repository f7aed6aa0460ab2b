package cai.prompts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A text's SHA-256, cut to 128 bits, in place of the text: two texts with the same hash are not to
/// be expected, and a million hashes take little memory.
record TextKey(long high, long low) {
  static TextKey of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      var numbers = ByteBuffer.wrap(hash);
      return new TextKey(numbers.getLong(), numbers.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// A number in [0, 1) that depends on the text only.
  double fraction() {
    return (high >>> 16) / (double) (1L << 48);
  }
}
