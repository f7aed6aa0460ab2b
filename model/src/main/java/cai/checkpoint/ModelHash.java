package cai.checkpoint;

import cai.files.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// SHA-256 over the names, lengths and content of files.
final class ModelHash {
  private ModelHash() {}

  /// A single file is hashed by its content alone, so that the value is what `sha256sum` prints.
  static String of(List<Path> files) {
    MessageDigest digest = sha256();
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file)) {
        if (files.size() > 1)
          digest.update(
              (file.getFileName() + "\0" + channel.size() + "\0").getBytes(StandardCharsets.UTF_8));
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        while (channel.read(buffer) >= 0) {
          digest.update(buffer.flip());
          buffer.clear();
        }
      } catch (IOException e) {
        throw FileFault.unreadable(file, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
