package cai.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.errors.UserError;
import cai.provenance.StageRecord;
import cai.storage.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: a small one in memory. Mounting needs root;
/// [cai.storage.JournalTest] and [cai.storage.AtomicFilesTest] show the same with simulated disks
/// for everybody else.
final class FullDiskTest {
  @TempDir Path temporary;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(temporary.resolve("disk"));
    mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
    assumeTrue(mounted, "mounting a small disk needs root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) assertThat(succeeds("umount", disk.toString())).isTrue();
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aRunStopsWithOneSentenceAndContinuesWhenThereIsSpace() throws IOException {
    Path whole = temporary.resolve("whole");
    CrashWriter.work(whole);
    Path ballast = disk.resolve("ballast");
    Path run = disk.resolve("run");
    boolean finished = false;
    int failures = 0;
    for (int space = 0; !finished; space += 12_000) {
      fill(ballast, 256 * 1024 - space);
      try {
        CrashWriter.work(run);
        finished = true;
      } catch (UserError e) {
        failures++;
        assertThat(e)
            .hasMessageStartingWith(disk.toString())
            .hasMessageEndingWith(
                ": the disk is full; free some space and run the same command again, it"
                    + " continues where it stopped");
      }
      Files.deleteIfExists(ballast);
    }
    assertThat(failures).isGreaterThan(2);
    assertThat(run.resolve("critique/draws.jsonl"))
        .hasSameTextualContentAs(whole.resolve("critique/draws.jsonl"));
    assertThat(run.resolve("finetuning/sl-cai/weights"))
        .hasSameTextualContentAs(whole.resolve("finetuning/sl-cai/weights"));
    assertThat(StageRecord.read(run.resolve("finetuning")).orElseThrow().outputHash())
        .isEqualTo(StageRecord.read(whole.resolve("finetuning")).orElseThrow().outputHash());
  }

  @Test
  void aFileThatDoesNotFitLeavesTheOldOne() throws IOException {
    Path file = disk.resolve("file");
    AtomicFiles.write(file, "old");
    assertThatThrownBy(() -> AtomicFiles.write(file, "x".repeat(300_000)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": the disk is full");
    assertThat(file).hasContent("old");
    try (var files = Files.list(disk)) {
      assertThat(files).hasSize(1);
    }
  }

  private static void fill(Path ballast, int bytes) throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      for (int i = 0; i < bytes; i += 1024) out.write(new byte[1024]);
    } catch (IOException e) {
      // The run lies on the disk too, so the last bytes may not fit.
      assertThat(e).hasMessageContaining("No space left");
    }
  }
}
