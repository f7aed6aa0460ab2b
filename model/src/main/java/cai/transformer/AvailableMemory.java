package cai.transformer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// The memory that this process can still take without the system having to swap or to end it: what
/// the machine has available, or what is left of the tightest limit of its control groups.
/// **Unit**: bytes.
///
/// @param root of the file system, another one in tests
public record AvailableMemory(Path root) {
  private static final Groups UNIFIED =
      new Groups("memory.max", "memory.current", "inactive_file ");
  private static final Groups OF_MEMORY =
      new Groups("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ");

  /// Files of a control group.
  ///
  /// @param inactive line of `memory.stat` with the file pages that the system frees first
  private record Groups(String limit, String usage, String inactive) {}

  /// The memory available now; empty where the system does not tell.
  public static OptionalLong bytes() {
    return new AvailableMemory(Path.of("/")).now();
  }

  OptionalLong now() {
    return LongStream.concat(
            marked(root.resolve("proc/meminfo"), "MemAvailable:").map(kilobytes -> kilobytes << 10),
            lines(root.resolve("proc/self/cgroup")).stream().flatMapToLong(this::left))
        .min();
  }

  /// What is left in a group and in the groups that contain it, given a line
  /// `number:controllers:path`.
  private LongStream left(String line) {
    String[] parts = line.split(":", 3);
    Path unified = root.resolve("sys/fs/cgroup");
    if (parts[1].isEmpty()) return left(unified, parts[2], UNIFIED);
    if (!List.of(parts[1].split(",")).contains("memory")) return LongStream.empty();
    return left(unified.resolve("memory"), parts[2], OF_MEMORY);
  }

  private static LongStream left(Path top, String path, Groups groups) {
    var left = new ArrayList<Long>();
    // Inside a container the path may be the one outside, which is not there; the top always is.
    for (Path group = top.resolve("." + path).normalize();
        group.startsWith(top);
        group = group.getParent()) {
      OptionalLong limit = marked(group.resolve(groups.limit()), "").findFirst();
      OptionalLong usage = marked(group.resolve(groups.usage()), "").findFirst();
      if (limit.isEmpty() || usage.isEmpty()) continue; // `max` is no number
      long inactive = marked(group.resolve("memory.stat"), groups.inactive()).sum();
      left.add(Math.max(0, limit.getAsLong() - usage.getAsLong() + inactive));
    }
    return left.stream().mapToLong(Long::longValue);
  }

  /// The numbers in lines that begin with a mark.
  private static LongStream marked(Path file, String mark) {
    return lines(file).stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()).replaceAll("\\D", ""))
        .filter(number -> !number.isEmpty())
        .mapToLong(Long::parseLong);
  }

  /// The lines of a small file of the system; none where it cannot be read.
  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // a group may go while it is read
    }
  }
}
