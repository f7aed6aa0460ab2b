package cai.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is told to end.
final class InterruptionTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir Path runs;

  @Test
  void aRunSaysWhatIsKeptAndHowToGoOn() throws Exception {
    Process process = start();
    try (BufferedReader reader = process.inputReader()) {
      String line = reader.readLine();
      while (line != null && !line.startsWith("prompts: ")) line = reader.readLine();
      assertThat(line).as("a line of the run").isNotNull();
      // Not process.destroy(), which closes what is being read.
      process.toHandle().destroy();
      List<String> rest = reader.lines().toList();
      assertThat(rest)
          .last()
          .isEqualTo(
              "interrupted: what is finished is kept in %s; the same command goes on from there: cai run recipes/smoke.yaml --runs-dir %s"
                  .formatted(runs.resolve("smoke"), runs));
    }
    assertThat(process.waitFor()).isEqualTo(TERMINATED);
    assertThat(runs.resolve("smoke/constitution/stage.json")).exists();
  }

  @Test
  void aCommandLineCanBeTypedAgain() {
    assertThat(
            Interruption.typed(
                List.of("run", "--set", "constitution.files=[a b.yaml]", "--set=x.y=it's")))
        .isEqualTo("cai run --set 'constitution.files=[a b.yaml]' '--set=x.y=it'\\''s'");
  }

  private Process start() throws IOException {
    Path home = Path.of("..").toRealPath();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.add("-Dcai.home=" + home);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("cai.cli.Main");
    command.addAll(List.of("run", "recipes/smoke.yaml", "--runs-dir", runs.toString()));
    return new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
  }

  /// The engine's flags, which this test was started with too.
  private static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag ->
            flag.startsWith("-X")
                || flag.startsWith("--enable-native-access")
                || flag.startsWith("--sun-misc")
                || flag.startsWith("-Dorg.bytedeco"))
        .toList();
  }
}
