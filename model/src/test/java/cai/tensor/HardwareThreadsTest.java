package cai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareThreadsTest {
  @TempDir Path topology;

  @Test
  void threadsOfOneCoreNameTheSameSiblings() throws IOException {
    describe("cpu0", "0,2");
    describe("cpu1", "1,3");
    describe("cpu2", "0,2");
    describe("cpu3", "1,3");
    Files.createDirectories(topology.resolve("cpufreq"));
    assertThat(HardwareThreads.of(4, topology)).isEqualTo(new HardwareThreads(4, 2));
    assertThat(HardwareThreads.of(2, topology)).isEqualTo(new HardwareThreads(2, 1));
    assertThat(HardwareThreads.of(1, topology)).isEqualTo(new HardwareThreads(1, 1));
  }

  @Test
  void aSystemThatSaysNothingHasACoreForEachThread() {
    assertThat(HardwareThreads.of(3, topology)).isEqualTo(new HardwareThreads(3, 3));
    assertThat(HardwareThreads.of(3, topology.resolve("absent")))
        .isEqualTo(new HardwareThreads(3, 3));
  }

  @Test
  void allThreadsAreTakenOnlyWhereTheyAreClearlyFaster() {
    var hardware = new HardwareThreads(8, 4);
    assertThat(hardware.best(threads -> threads == 8 ? 130 : 100)).isEqualTo(8);
    assertThat(hardware.best(threads -> threads == 8 ? 104 : 100)).isEqualTo(4);
    assertThat(hardware.best(threads -> threads == 8 ? 70 : 100)).isEqualTo(4);
  }

  @Test
  void whereThereIsNoChoiceNothingIsMeasured() {
    var hardware = new HardwareThreads(2, 2);
    assertThat(
            hardware.best(_ -> {
              throw new AssertionError("measured");
            }))
        .isEqualTo(2);
  }

  private void describe(String processor, String siblings) throws IOException {
    Path folder = Files.createDirectories(topology.resolve(processor).resolve("topology"));
    Files.writeString(folder.resolve("thread_siblings_list"), siblings + "\n");
  }
}
