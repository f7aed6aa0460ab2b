package cai.storage;

import cai.errors.UserError;
import cai.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/// A file of JSON lines that grows batch by batch and survives a kill at any moment.
///
/// Opening drops an unfinished last line and then an unfinished last batch, so that a resumed stage
/// makes up the same batches as an uninterrupted one. Only the last batch of a stage may be
/// shorter; opened again it counts as unfinished and is made once more.
///
/// **Thread-safety**: none; one thread writes.
public final class Journal<T> implements AutoCloseable {
  private final Path file;
  private final Class<T> type;
  private final int batch;
  private final GrowingFile lines;
  private final List<T> entries = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();

  private Journal(Path file, Class<T> type, int batch, GrowingFile lines) {
    this.file = file;
    this.type = type;
    this.batch = batch;
    this.lines = lines;
  }

  /// Opens a journal or begins one.
  ///
  /// @param batch lines that are written together
  /// @throws UserError where a line that is kept is malformed, with file and line
  public static <T> Journal<T> open(Path file, Class<T> type, int batch) {
    return open(file, type, batch, channel -> channel);
  }

  /// Opens a journal that writes through `out`, for tests of failing disks.
  static <T> Journal<T> open(
      Path file, Class<T> type, int batch, Function<FileChannel, WritableByteChannel> out) {
    if (batch < 1) throw new IllegalArgumentException("batch=" + batch + " must be positive");
    var journal = new Journal<>(file, type, batch, GrowingFile.open(file, out));
    try {
      journal.load();
      return journal;
    } catch (IOException e) {
      journal.close();
      throw DiskFault.unwritable(file, e);
    } catch (RuntimeException | Error e) {
      journal.close();
      throw e;
    }
  }

  /// All entries in order, including the entries of this session.
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
    this.lines.append(text.toString().getBytes(StandardCharsets.UTF_8));
    entries.addAll(lines);
    ends.addAll(newEnds);
  }

  /// Drops all entries after the first `count`, to continue from a checkpoint that is older than
  /// the last batch.
  public void truncate(int count) {
    if (count < 0 || count > entries.size() || count % batch != 0)
      throw new IllegalArgumentException(
          "%s: cannot keep %d of %d entries in batches of %d"
              .formatted(file, count, entries.size(), batch));
    if (count == entries.size()) return;
    lines.truncate(count == 0 ? 0 : ends.get(count - 1));
    entries.subList(count, entries.size()).clear();
    ends.subList(count, ends.size()).clear();
  }

  @Override
  public void close() {
    lines.close();
  }

  private void load() throws IOException {
    LineScan scan = LineScan.of(lines.channel());
    int keep = scan.wholeBatches(batch);
    long start = 0;
    for (int line = 0; line < keep; line++) {
      entries.add(parse(start, scan.ends()[line] - 1, line + 1));
      ends.add(start = scan.ends()[line]);
    }
    // Only now, after every line that stays has proved sound, is anything taken away.
    lines.truncate(start);
  }

  private T parse(long start, long end, int number) throws IOException {
    String where = file + ":" + number;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(lines.read(start, end)).toString();
      if (text.isBlank())
        throw new UserError(
            where + ": the line is empty; delete the stage's folder to run it anew");
      return Json.parse(text, type, where);
    } catch (CharacterCodingException e) {
      throw new UserError(where + ": is not UTF-8 text", e);
    }
  }

  private long end() {
    return ends.isEmpty() ? 0 : ends.getLast();
  }

  private static long utf8Length(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }
}
