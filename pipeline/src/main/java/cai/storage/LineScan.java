package cai.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/// Where the lines of a file end.
///
/// @param ends for every complete line, the offset after its line feed
/// @param firstDamaged the first line, counted from 0, that holds a NUL byte, which a power cut can
///   leave where the size of a file reached the disk before its content; the number of lines where
///   none does
record LineScan(long[] ends, int firstDamaged) {
  static LineScan of(FileChannel channel) throws IOException {
    var ends = new long[64];
    int lines = 0;
    int damaged = Integer.MAX_VALUE;
    long offset = 0;
    InputStream in = Channels.newInputStream(channel.position(0));
    var buffer = new byte[1 << 16];
    for (int read; (read = in.read(buffer)) >= 0; offset += read) {
      for (int i = 0; i < read; i++) {
        if (buffer[i] == 0) damaged = Math.min(damaged, lines);
        if (buffer[i] != '\n') continue;
        if (lines == ends.length) ends = Arrays.copyOf(ends, 2 * lines);
        ends[lines++] = offset + i + 1;
      }
    }
    return new LineScan(Arrays.copyOf(ends, lines), Math.min(damaged, lines));
  }

  /// The number of lines to keep if only whole batches count. A damaged last batch is what a crash
  /// leaves, and is dropped. Damage before it is kept, so that reading the lines reports it.
  int wholeBatches(int batch) {
    int lastBatch = Math.max(0, (ends.length - 1) / batch * batch);
    int sound = firstDamaged >= lastBatch ? firstDamaged : ends.length;
    return sound / batch * batch;
  }
}
