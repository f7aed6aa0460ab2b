package cai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cai.bench.Benchmark;
import cai.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cai bench` on the tiny random model.
final class BenchCommandTest {
  @TempDir Path folder;

  @Test
  void aBenchmarkIsARowOfTheTableAndAnElementOfTheFile() {
    Typed typed = type("prefill-512", "--json", "bench.json");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out().lines().toList())
        .hasSize(5)
        .satisfies(lines -> assertThat(lines.getFirst()).contains(" threads: ", " GFLOP/s "))
        .satisfies(lines -> assertThat(lines.get(1)).startsWith("tiny-random (").contains("fp32"))
        .satisfies(lines -> assertThat(lines.getLast()).startsWith("prefill-512   "));
    var array = Json.readTree(folder.resolve("bench.json"));
    assertThat(array.isArray()).isTrue();
    assertThat(array.size()).isEqualTo(1);
    var element = array.get(0);
    assertThat(List.copyOf(element.propertyNames()))
        .containsExactly(
            "name", "tokensPerSecond", "seconds", "gemmShare", "bandwidthShare", "peakMemoryBytes");
    assertThat(element.get("name").asString()).isEqualTo("prefill-512");
    for (String number : List.of("tokensPerSecond", "seconds", "gemmShare", "bandwidthShare"))
      assertThat(element.get(number).asDouble()).as(number).isPositive();
  }

  @Test
  void theWorkloadIsWrittenAndNothingMeasured() {
    Typed typed = type("--write-workload", "made/workload");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).isEmpty();
    assertThat(folder.resolve("made/workload/critique-revision.jsonl")).isRegularFile();
    assertThat(folder.resolve("made/workload/ppo.jsonl")).isRegularFile();
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsMeasured() {
    Typed unknown = type("prefil");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith("bench: no benchmark is called 'prefil'; the names are prefill-512, ")
        .hasLineCount(1);
    Typed both = type("decode-1", "--write-workload", "made");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err())
        .isEqualTo("--write-workload measures nothing; leave out the names and --json\n");
    Typed nowhere = type("decode-1", "--json", "nowhere/bench.json");
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("its folder does not exist");
  }

  @Test
  void theHelpNamesEveryBenchmark() {
    String help = Typed.in(folder, "bench", "--help").out();
    for (Benchmark benchmark : Benchmark.values()) assertThat(help).contains(benchmark.word());
  }

  private Typed type(String... words) {
    var all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(words));
    all.addAll(List.of("--model", "tiny-random", "--arithmetic", "fp32"));
    return Typed.in(folder, all.toArray(String[]::new));
  }
}
