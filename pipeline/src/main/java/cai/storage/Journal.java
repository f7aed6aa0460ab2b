package cai.storage;

import cai.errors.UserError;
import cai.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/// A file of JSON lines that grows batch by batch and survives a kill at any moment.
///
/// Opening drops an unfinished last line and then an unfinished last batch, so that a resumed stage
/// makes up the same batches as an uninterrupted one. Only the last batch of a stage may be
/// shorter; opened again it counts as unfinished and is made once more, unless it is known how many
/// lines there are in the end.
///
/// **Thread-safety**: none; one thread writes.
public final class Journal<T> implements AutoCloseable {
  private final Path file;
  private final Class<T> type;
  private final int batch;
  private final FileChannel channel;
  private final WritableByteChannel out;
  private final List<T> entries = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();

  private Journal(
      Path file, Class<T> type, int batch, FileChannel channel, WritableByteChannel out) {
    this.file = file;
    this.type = type;
    this.batch = batch;
    this.channel = channel;
    this.out = out;
  }

  /// Opens a journal or begins one.
  ///
  /// @param batch lines that are written together
  /// @throws UserError where a line that is kept is malformed, with file and line
  public static <T> Journal<T> open(Path file, Class<T> type, int batch) {
    return open(file, type, new Extent(batch, Integer.MAX_VALUE), channel -> channel);
  }

  /// Opens a journal whose final number of lines is known: a batch that is shorter than the others
  /// and ends at `total` lines counts as whole.
  public static <T> Journal<T> open(Path file, Class<T> type, int batch, int total) {
    return open(file, type, new Extent(batch, total), channel -> channel);
  }

  /// @param batch lines that are written together
  /// @param total lines of the whole journal
  private record Extent(int batch, int total) {}

  /// Opens a journal that writes through `out`, for tests of failing disks.
  static <T> Journal<T> open(
      Path file, Class<T> type, int batch, Function<FileChannel, WritableByteChannel> out) {
    return open(file, type, new Extent(batch, Integer.MAX_VALUE), out);
  }

  private static <T> Journal<T> open(
      Path file, Class<T> type, Extent extent, Function<FileChannel, WritableByteChannel> out) {
    int batch = extent.batch();
    if (batch < 1) throw new IllegalArgumentException("batch=" + batch + " must be positive");
    boolean fresh = !Files.exists(file);
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (fresh) AtomicFiles.forceFolder(file.toAbsolutePath().getParent());
        var journal = new Journal<>(file, type, batch, channel, out.apply(channel));
        journal.load(extent.total());
        return journal;
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
  }

  /// All entries, in order, those of this session included.
  public List<T> entries() {
    return Collections.unmodifiableList(entries);
  }

  /// Adds one batch with one write and forces it to the disk.
  ///
  /// @throws UserError where it cannot be written; the journal then ends with the batch before
  public void append(List<T> lines) {
    if (lines.isEmpty() || lines.size() > batch)
      throw new IllegalArgumentException(
          file + ": a batch has 1 to " + batch + " entries, not " + lines.size());
    if (entries.size() % batch != 0)
      throw new IllegalStateException(file + ": nothing follows a batch that is not full");
    var text = new StringBuilder();
    var newEnds = new ArrayList<Long>(lines.size());
    long end = end();
    for (T line : lines) {
      String json = Json.line(line);
      text.append(json).append('\n');
      end += utf8Length(json) + 1;
      newEnds.add(end);
    }
    write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    entries.addAll(lines);
    ends.addAll(newEnds);
  }

  /// Drops all entries behind the first `count`, to go on from a checkpoint that is older than the
  /// last batch.
  public void truncate(int count) {
    if (count < 0 || count > entries.size() || count % batch != 0)
      throw new IllegalArgumentException(
          "%s: cannot keep %d of %d entries in batches of %d"
              .formatted(file, count, entries.size(), batch));
    if (count == entries.size()) return;
    try {
      channel.truncate(count == 0 ? 0 : ends.get(count - 1));
      channel.force(true);
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
    entries.subList(count, entries.size()).clear();
    ends.subList(count, ends.size()).clear();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
  }

  private void load(int total) throws IOException {
    LineScan scan = LineScan.of(channel);
    int keep = scan.wholeBatches(batch, total);
    long start = 0;
    for (int line = 0; line < keep; line++) {
      entries.add(parse(start, scan.ends()[line] - 1, line + 1));
      ends.add(start = scan.ends()[line]);
    }
    // Only now, after every line that stays has proved sound, is anything taken away.
    if (channel.size() > start) {
      channel.truncate(start);
      channel.force(true);
    }
  }

  private T parse(long start, long end, int number) throws IOException {
    String where = file + ":" + number;
    var bytes = ByteBuffer.allocate(Math.toIntExact(end - start));
    while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {}
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      if (text.isBlank())
        throw new UserError(
            where + ": the line is empty; delete the stage's folder to run it anew");
      return Json.parse(text, type, where);
    } catch (CharacterCodingException e) {
      throw new UserError(where + ": is not UTF-8 text", e);
    }
  }

  private void write(ByteBuffer bytes) {
    try {
      channel.position(end());
      while (bytes.hasRemaining()) out.write(bytes);
      channel.force(true);
    } catch (IOException e) {
      takeBack();
      throw DiskFault.unwritable(file, e);
    }
  }

  // Truncating needs no space. If even that fails, opening drops the torn batch.
  private void takeBack() {
    try {
      channel.truncate(end());
    } catch (IOException _) {
      // The failed write is what the user must hear of.
    }
  }

  private long end() {
    return ends.isEmpty() ? 0 : ends.getLast();
  }

  private static long utf8Length(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }
}
