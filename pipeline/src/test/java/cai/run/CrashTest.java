package cai.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.provenance.StageRecord;
import cai.storage.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, really killed.
final class CrashTest {
  @TempDir Path temporary;

  private static Process start(Class<?> program, Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Everything that must not depend on interruptions: the outputs with the times taken out, and
  /// what the records say of them.
  private static TreeMap<String, String> artifacts(Path run) throws IOException {
    var artifacts = new TreeMap<String, String>();
    for (String stage : List.of("critique", "finetuning")) {
      StageRecord record = StageRecord.read(run.resolve(stage)).orElseThrow();
      artifacts.put(stage + " hash", record.outputHash());
      artifacts.put(stage + " key", record.key());
      artifacts.put(stage + " counts", record.items() + " " + record.tokens());
      artifacts.put(stage + " files", String.join(" ", record.files().keySet()));
    }
    artifacts.put("draws", Files.readString(run.resolve("critique/draws.jsonl")));
    artifacts.put("weights", Files.readString(run.resolve("finetuning/sl-cai/weights")));
    artifacts.put(
        "metrics",
        Files.readString(run.resolve("finetuning/metrics.jsonl"))
            .replaceAll("\"seconds\":[0-9.E]+", ""));
    return artifacts;
  }

  @Test
  void aRunKilledAtRandomMomentsEndsLikeOneThatWasNot() throws Exception {
    Path whole = temporary.resolve("whole");
    long start = System.nanoTime();
    CrashWriter.work(whole);
    long work = (System.nanoTime() - start) / 1_000_000;
    var random = new SplittableRandom(20);
    int interrupted = 0;
    for (int round = 0; round < 3; round++) {
      Path folder = temporary.resolve("killed-" + round);
      for (int kill = 0; kill < 2; kill++) {
        Process process = start(CrashWriter.class, folder);
        assertThat(process.getInputStream().read()).isEqualTo('r');
        Thread.sleep(random.nextLong(20, 120 + work));
        process.destroyForcibly().waitFor();
        if (!hasFinished(folder)) interrupted++;
      }
      CrashWriter.work(folder);
      assertThat(artifacts(folder)).isEqualTo(artifacts(whole));
      assertThat(leftovers(folder)).isEmpty();
    }
    assertThat(interrupted).as("kills that met a running process").isPositive();
  }

  private static boolean hasFinished(Path folder) {
    return StageRecord.read(folder.resolve("finetuning"))
        .filter(StageRecord::hasFinished)
        .isPresent();
  }

  private static List<Path> leftovers(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(writing|replaced)")).toList();
    }
  }

  @Test
  void aSecondProcessIsTurnedAwayAndAKilledOneIsNotWaitedFor() throws Exception {
    Path folder = temporary.resolve("run");
    Process holder = start(LockHolder.class, folder);
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('l');
      assertThatThrownBy(() -> FolderLock.take(folder))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("another process (" + holder.pid() + ") is working in");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    FolderLock.take(folder).close();
  }
}
