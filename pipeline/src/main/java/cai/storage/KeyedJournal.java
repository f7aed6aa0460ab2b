package cai.storage;

import cai.errors.UserError;
import cai.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A file of JSON lines, one for each item, that grows in any order and survives a kill at any
/// moment.
///
/// Beside `NAME` lies `.NAME.keys`. Each of its lines holds the key of an item and the SHA-256 of
/// the line that the item has in `NAME`. So a line is found by its content, wherever it stands in
/// the file. A line that was torn or changed is not found, and its item is made again; a line that
/// belongs to no item is not found either. A batch's keys are on the disk before its lines.
///
/// **Thread-safety**: none; one thread writes.
public final class KeyedJournal<R> implements AutoCloseable {
  private static final int HASH = 64;
  private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64} [0-9a-f]{64}");

  private final Path file;
  private final GrowingFile lines;
  private final GrowingFile keys;
  private final FoundLines<R> found;

  private KeyedJournal(Path file, GrowingFile lines, GrowingFile keys, FoundLines<R> found) {
    this.file = file;
    this.lines = lines;
    this.keys = keys;
    this.found = found;
  }

  /// A result and where its line begins and ends.
  private record KeyLine<R>(R result, long start, long end) {}

  /// What was read of a journal.
  ///
  /// @param others whole lines that belong to none of the wanted items
  private record FoundLines<R>(Map<String, KeyLine<R>> byKey, int others) {}

  /// Opens a journal or begins one.
  ///
  /// @param wanted keys of the items
  public static <R> KeyedJournal<R> open(Path file, Class<R> type, Collection<String> wanted) {
    return open(file, type, wanted, channel -> channel);
  }

  /// Opens a journal that writes its lines through `out`, for tests of failing disks.
  static <R> KeyedJournal<R> open(
      Path file,
      Class<R> type,
      Collection<String> wanted,
      Function<FileChannel, WritableByteChannel> out) {
    GrowingFile lines = GrowingFile.open(file, out);
    try {
      GrowingFile keys = GrowingFile.open(keysOf(file), channel -> channel);
      try {
        lines.truncate(endOfLines(lines.channel()));
        keys.truncate(endOfLines(keys.channel()));
        Map<String, List<String>> owners = owners(keys.channel(), Set.copyOf(wanted));
        return new KeyedJournal<>(file, lines, keys, find(file, lines.channel(), type, owners));
      } catch (IOException | RuntimeException | Error e) {
        keys.close();
        throw e;
      }
    } catch (IOException e) {
      lines.close();
      throw DiskFault.unreadable(file, e);
    } catch (RuntimeException | Error e) {
      lines.close();
      throw e;
    }
  }

  /// The results of the wanted items that a journal holds, by the items' keys. The journal is not
  /// changed and need not exist.
  public static <R> Map<String, R> read(Path file, Class<R> type, Collection<String> wanted) {
    if (!Files.isRegularFile(file) || !Files.isRegularFile(keysOf(file))) return Map.of();
    try (var lines = FileChannel.open(file, StandardOpenOption.READ);
        var keys = FileChannel.open(keysOf(file), StandardOpenOption.READ)) {
      var results = new HashMap<String, R>();
      find(file, lines, type, owners(keys, Set.copyOf(wanted)))
          .byKey()
          .forEach((key, line) -> results.put(key, line.result()));
      return results;
    } catch (IOException e) {
      throw DiskFault.unreadable(file, e);
    }
  }

  private static Path keysOf(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".keys");
  }

  private static long endOfLines(FileChannel channel) throws IOException {
    long[] ends = LineScan.of(channel).ends();
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /// The wanted keys by the hashes of their lines; equal lines may belong to several.
  private static Map<String, List<String>> owners(FileChannel keys, Set<String> wanted)
      throws IOException {
    var owners = new HashMap<String, List<String>>();
    long start = 0;
    for (long end : LineScan.of(keys).ends()) {
      ByteBuffer bytes = GrowingFile.read(keys, start, end - 1);
      start = end;
      String entry = StandardCharsets.ISO_8859_1.decode(bytes).toString();
      if (!ENTRY.matcher(entry).matches()) continue;
      String key = entry.substring(0, HASH);
      if (wanted.contains(key))
        owners.computeIfAbsent(entry.substring(HASH + 1), _ -> new ArrayList<>()).add(key);
    }
    return owners;
  }

  private static <R> FoundLines<R> find(
      Path file, FileChannel lines, Class<R> type, Map<String, List<String>> owners)
      throws IOException {
    var byKey = new HashMap<String, KeyLine<R>>();
    int others = 0;
    long start = 0;
    for (long end : LineScan.of(lines).ends()) {
      byte[] bytes = GrowingFile.read(lines, start, end - 1).array();
      List<String> own = owners.getOrDefault(hash(bytes), List.of());
      Optional<R> result = own.isEmpty() ? Optional.empty() : parse(bytes, type, file);
      if (result.isEmpty()) others++;
      for (String key : own)
        if (result.isPresent()) byKey.putIfAbsent(key, new KeyLine<>(result.get(), start, end));
      start = end;
    }
    return new FoundLines<>(byKey, others);
  }

  /// A line of another format is not found.
  private static <R> Optional<R> parse(byte[] line, Class<R> type, Path file) {
    try {
      return Optional.of(
          Json.parse(new String(line, StandardCharsets.UTF_8), type, file.toString()));
    } catch (UserError _) {
      return Optional.empty();
    }
  }

  private static String hash(byte[] line) {
    return ContentHash.hex(ContentHash.sha256().digest(line));
  }

  /// The result of an item.
  public Optional<R> get(String key) {
    return Optional.ofNullable(found.byKey().get(key)).map(KeyLine::result);
  }

  /// How many whole lines belonged to none of the items when the journal was opened.
  public int others() {
    return found.others();
  }

  /// Adds the results of some items and forces them to the disk.
  ///
  /// @param keysOfItems one for each result
  /// @throws UserError where they cannot be written
  public void append(List<String> keysOfItems, List<R> results) {
    if (keysOfItems.size() != results.size())
      throw new IllegalArgumentException(
          file + ": " + results.size() + " results for " + keysOfItems.size() + " items");
    var text = new StringBuilder();
    var entries = new StringBuilder();
    var appended = new ArrayList<KeyLine<R>>();
    long end = size();
    for (int i = 0; i < results.size(); i++) {
      String json = Json.line(results.get(i));
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      text.append(json).append('\n');
      entries.append(keysOfItems.get(i)).append(' ').append(hash(bytes)).append('\n');
      appended.add(new KeyLine<>(results.get(i), end, end += bytes.length + 1));
    }
    keys.append(entries.toString().getBytes(StandardCharsets.US_ASCII));
    lines.append(text.toString().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < results.size(); i++) found.byKey().put(keysOfItems.get(i), appended.get(i));
  }

  private long size() {
    try {
      return lines.size();
    } catch (IOException e) {
      throw DiskFault.unreadable(file, e);
    }
  }

  /// The results in the order of the items, all of which must have one. The file then holds their
  /// lines in this order and no others, as if they had been written so.
  public List<R> inOrder(List<String> keysOfItems) {
    List<KeyLine<R>> ordered = keysOfItems.stream().map(found.byKey()::get).toList();
    if (!isInOrder(ordered))
      AtomicFiles.write(
          file,
          out -> {
            for (KeyLine<R> line : ordered) out.write(lines.read(line.start(), line.end()).array());
          });
    return ordered.stream().map(KeyLine::result).toList();
  }

  private boolean isInOrder(List<KeyLine<R>> ordered) {
    long end = 0;
    for (KeyLine<R> line : ordered) {
      if (line.start() != end) return false;
      end = line.end();
    }
    return end == size();
  }

  @Override
  public void close() {
    keys.close();
    lines.close();
  }
}
