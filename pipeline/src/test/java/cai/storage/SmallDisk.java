package cai.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/// A disk that has room for a given number of bytes and then is full.
final class SmallDisk implements WritableByteChannel {
  private final FileChannel channel;
  private int left;

  SmallDisk(FileChannel channel, int left) {
    this.channel = channel;
    this.left = left;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    if (left == 0) throw new IOException("No space left on device");
    int count = Math.min(left, bytes.remaining());
    channel.write(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    left -= count;
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
