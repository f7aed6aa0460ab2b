package cai.run;

import cai.UserError;
import cai.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A JSON-lines file that grows batch by batch, so that a killed stage continues.
public final class Journal<T> implements AutoCloseable {
  private final FileChannel channel;
  private final List<T> entries;

  private Journal(FileChannel channel, List<T> entries) {
    this.channel = channel;
    this.entries = entries;
  }

  /// Opens or creates; an unfinished last line or batch is dropped.
  public static <T> Journal<T> open(Path file, Class<T> type, int batch) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      List<String> lines =
          new ArrayList<>(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
      while (lines.size() % batch != 0) lines.removeLast();
      var entries = new ArrayList<T>();
      long length = 0;
      for (String line : lines) {
        entries.add(Json.parse(line, type, file + ":" + (entries.size() + 1)));
        length += line.getBytes(StandardCharsets.UTF_8).length + 1;
      }
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(length).position(length);
      return new Journal<>(channel, entries);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be opened (" + e.getMessage() + ")", e);
    }
  }

  /// What is in the file.
  public List<T> entries() {
    return List.copyOf(entries);
  }

  /// Adds a batch with one write.
  public void append(List<T> batch) {
    var text = new StringBuilder();
    for (T entry : batch) text.append(Json.line(entry)).append('\n');
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(false);
    } catch (IOException e) {
      throw new UserError("journal: cannot be written (" + e.getMessage() + ")", e);
    }
    entries.addAll(batch);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UserError("journal: cannot be closed (" + e.getMessage() + ")", e);
    }
  }
}
