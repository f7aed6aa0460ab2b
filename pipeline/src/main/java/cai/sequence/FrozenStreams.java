package cai.sequence;

import cai.errors.UserError;
import cai.files.FileFault;
import cai.run.Progress;
import cai.storage.AtomicFiles;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The residual streams of sequences after the frozen layers of a decoder, computed once and kept
/// in a file: later passes over the sequences begin at the first trained layer, or at the head of a
/// decoder of which nothing is trained.
///
/// The file is written as a whole, in an order and in batches that depend on the sequences alone.
/// So it has the same bytes whenever it is written, and a resumed training continues with the
/// streams that it began with.
///
/// **Unit**: 4 bytes for each token and number of the width, little-endian, without a header.
final class FrozenStreams implements LowerLayers {
  private final Path path;
  private final FileChannel file;
  private final int width;
  private final Map<TokenSequence, Long>
      starts; // number of the first token of each sequence in the file

  private FrozenStreams(Path path, FileChannel file, int width, Map<TokenSequence, Long> starts) {
    this.path = path;
    this.file = file;
    this.width = width;
    this.starts = starts;
  }

  /// Opens the file; writes it first where it does not exist.
  ///
  /// @throws UserError where it cannot be written or read, or belongs to other sequences
  static FrozenStreams of(Path path, Lessons lessons, Progress progress) {
    List<int[]> parts = MicroBatches.byPrompt(lessons.sequences(), lessons.tokensAtOnce());
    var starts = new IdentityHashMap<TokenSequence, Long>();
    long tokens = 0;
    for (int[] part : parts) {
      for (int number : part) {
        TokenSequence sequence = lessons.sequences().get(number);
        starts.put(sequence, tokens);
        tokens += sequence.ids().length;
      }
    }
    if (!Files.exists(path)) write(path, lessons, parts, progress);
    int width = lessons.decoder().config().width();
    try {
      FileChannel file = FileChannel.open(path);
      if (file.size() == tokens * width * Float.BYTES)
        return new FrozenStreams(path, file, width, starts);
      file.close();
      throw new UserError(
          path + ": belongs to other sequences; remove it, and it is computed again");
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static UserError unreadable(Path path, IOException cause) {
    return FileFault.unreadable(path, cause);
  }

  private static void write(Path path, Lessons lessons, List<int[]> parts, Progress progress) {
    List<TokenSequence> sequences = lessons.sequences();
    progress.begin(lessons.stage(), "frozen layers", sequences.size(), "sequences");
    AtomicFiles.write(
        path,
        out -> {
          long done = 0;
          for (int[] part : parts) {
            var some = Arrays.stream(part).mapToObj(sequences::get).toList();
            write(out, lessons.decoder(), some);
            progress.advance(done += part.length);
          }
        });
    progress.end();
  }

  private static void write(OutputStream out, Decoder decoder, List<TokenSequence> part)
      throws IOException {
    try (var _ = TensorScope.inference()) {
      SequenceRows rows = TokenSequence.rows(part);
      int[] all = rows.unshared();
      Tensor stream = decoder.sequences().below(decoder.trainedFrom(), rows);
      float[] values = stream.select(0, Tensor.of(all, all.length)).floats();
      ByteBuffer bytes = buffer(values.length);
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }
  }

  private static ByteBuffer buffer(int floats) {
    return ByteBuffer.allocate(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Tensor stream(List<TokenSequence> sequences, SequenceRows rows) {
    ByteBuffer bytes = buffer(rows.tokens() * width);
    try {
      for (int i = 0; i < sequences.size(); i++) {
        bytes.limit(bytes.position() + rows.own(i) * width * Float.BYTES);
        long first = starts.get(sequences.get(i)) + rows.shared()[i];
        read(bytes, first * width * Float.BYTES);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    float[] values = new float[rows.tokens() * width];
    bytes.flip().asFloatBuffer().get(values);
    return Tensor.of(values, rows.tokens(), width);
  }

  private void read(ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      int count = file.read(bytes, at);
      if (count < 0) throw new IOException("it has become shorter");
      at += count;
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
