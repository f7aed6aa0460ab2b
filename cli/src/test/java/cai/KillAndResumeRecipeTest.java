package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.run.StageWord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The smoke recipe in processes of its own that are killed without warning: what comes of it is
/// the same, byte for byte save times, as of a run that nobody disturbed.
final class KillAndResumeRecipeTest {
  private static final int KILLS = 10;
  private static final int SEED = 20;
  private static final long LONGEST_MINUTES = 5;
  private static final String TIME_FIELDS =
      "\"(\\w*[sS]econds|startedAt|finishedAt)\"\\s*:\\s*(\"[^\"]*\"|[-+.\\dEe]+|null)";

  // What no stage counts as its output, and what tells of times: the manifest, locks, checkpoints.
  private static final String NO_ARTIFACT =
      "manifest\\.json|timing\\.json|\\..*|checkpoint.*|.*\\.log";

  @TempDir Path temporary;

  @Test
  void aRunKilledAtTenRandomMomentsEndsLikeOneThatWasNot() throws Exception {
    // 1. Undisturbed, to compare with and to know how long it takes.
    long start = System.nanoTime();
    Process undisturbed = start("whole");
    assertThat(undisturbed.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(undisturbed.exitValue()).as(log("whole")).isZero();
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    TreeMap<String, String> expected = artifacts("whole");
    assertThat(expected.keySet())
        .as("artifacts of every stage")
        .contains(
            Stream.of(StageWord.values())
                .map(one -> one.word() + "/stage.json")
                .toArray(String[]::new));

    // 2. Killed again and again; a run that ends before is compared and another begun.
    var random = new SplittableRandom(SEED);
    int run = 1;
    for (int kills = 0; kills < KILLS; ) {
      Process process = start("killed-" + run);
      long moment = random.nextLong(milliseconds / 20, milliseconds / 2);
      if (process.waitFor(moment, TimeUnit.MILLISECONDS)) {
        compare(process, "killed-" + run++, expected);
      } else {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }

    // 3. To the end.
    Process last = start("killed-" + run);
    assertThat(last.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
    compare(last, "killed-" + run, expected);
  }

  private void compare(Process ended, String name, TreeMap<String, String> expected)
      throws IOException {
    assertThat(ended.exitValue()).as(log(name)).isZero();
    TreeMap<String, String> found = artifacts(name);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    for (String file : expected.keySet())
      assertThat(found.get(file)).as(name + ": " + file).isEqualTo(expected.get(file));
    try (Stream<Path> files = Files.walk(folder(name))) {
      assertThat(files.map(Path::toString))
          .as("half-written files")
          .noneMatch(file -> file.endsWith(".writing") || file.endsWith(".replaced"));
    }
  }

  /// The recipe's run, each in a folder of runs of its own, so that nothing but times can differ.
  private Process start(String name) throws IOException {
    Path home = Path.of("..").toRealPath();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.add("-Dcai.home=" + home);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("cai.cli.Main");
    command.addAll(List.of("run", "recipes/smoke.yaml"));
    command.addAll(List.of("--runs-dir", temporary.resolve(name).toString()));
    return new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(temporary.resolve(name + ".out").toFile()))
        .start();
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

  private Path folder(String name) {
    return temporary.resolve(name).resolve("smoke");
  }

  private String log(String name) throws IOException {
    return Files.readString(temporary.resolve(name + ".out"));
  }

  /// Content by name, times taken out.
  private TreeMap<String, String> artifacts(String name) throws IOException {
    Path folder = folder(name);
    var artifacts = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path relative = folder.relativize(file);
        boolean artifact = true;
        for (Path part : relative) artifact &= !part.toString().matches(NO_ARTIFACT);
        if (artifact) artifacts.put(relative.toString().replace('\\', '/'), content(file));
      }
    }
    return artifacts;
  }

  private static String content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.toString().matches(".*\\.(jsonl?|html|csv|svg|txt)"))
      return HexFormat.of().formatHex(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll(TIME_FIELDS, "\"$1\":0");
    // A time is longer or shorter, and so is the file it stands in.
    if (file.endsWith("stage.json")) text = text.replaceAll("(\\.\\w+\"\\s*:\\s*)\\d+", "$10");
    // The page marks what tells of times; its stage's hash is made of the page.
    if (file.endsWith("index.html"))
      return text.replaceAll("(class=\"[^\"]*\\btime\"[^>]*>)[^<]*<", "$1<");
    return file.endsWith("report/stage.json")
        ? text.replaceAll("(\"outputHash\"\\s*:\\s*)\"\\w+\"", "$1\"\"")
        : text;
  }
}
