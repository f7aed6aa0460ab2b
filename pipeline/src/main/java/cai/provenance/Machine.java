package cai.provenance;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// The machine a session ran on.
///
/// @param cpu its name as the system gives it
/// @param cores that the process may use
/// @param memoryBytes of the machine
/// @param system operating system and version
/// @param arithmetic what was chosen for this machine, as the caller names it
public record Machine(
    String cpu, int cores, long memoryBytes, String system, Map<String, String> arithmetic) {
  public Machine {
    arithmetic = Sorted.copy(arithmetic);
  }

  static Machine current(Map<String, String> arithmetic) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        arithmetic);
  }

  /// The name of the processor as the system gives it, else its architecture.
  public static String cpuName() {
    return cpuName(Path.of("/proc/cpuinfo"));
  }

  static String cpuName(Path cpuInfo) {
    try (Stream<String> lines = Files.lines(cpuInfo)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
