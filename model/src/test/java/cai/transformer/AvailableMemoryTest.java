package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
  @TempDir private Path root;

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void machineWithTenKilobytes() throws IOException {
    file("proc/meminfo", "MemTotal:  64 kB\nMemFree:  1 kB\nMemAvailable:  10 kB\n");
  }

  private long now() {
    return new AvailableMemory(root).now().orElse(-1);
  }

  @Test
  void aSystemThatDoesNotTellHasNoNumber() {
    assertThat(new AvailableMemory(root).now()).isEmpty();
  }

  @Test
  void withoutControlGroupsTheMachineCounts() throws IOException {
    machineWithTenKilobytes();
    assertThat(now()).isEqualTo(10 << 10);
  }

  @Test
  void theTightestGroupAroundTheProcessCounts() throws IOException {
    machineWithTenKilobytes();
    file("proc/self/cgroup", "0::/outer/inner\n");
    file("sys/fs/cgroup/outer/memory.max", "5000\n");
    file("sys/fs/cgroup/outer/memory.current", "3000\n");
    file("sys/fs/cgroup/outer/memory.stat", "anon 2000\ninactive_file 700\nactive_file 300\n");
    file("sys/fs/cgroup/outer/inner/memory.max", "max\n");
    file("sys/fs/cgroup/outer/inner/memory.current", "3000\n");
    assertThat(now()).isEqualTo(5000 - 3000 + 700);
  }

  @Test
  void groupsOfTheFirstVersionCountToo() throws IOException {
    machineWithTenKilobytes();
    file("proc/self/cgroup", "2:cpu:/a\n4:hugetlb,memory:/outside/the/container\n0::/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "4000\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "5000\n");
    file("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 1200\n");
    assertThat(now()).isEqualTo(200);
  }

  @Test
  void aLimitBeyondTheMachineDoesNotCount() throws IOException {
    machineWithTenKilobytes();
    file("proc/self/cgroup", "4:memory:/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "5000\n");
    assertThat(now()).isEqualTo(10 << 10);
  }
}
