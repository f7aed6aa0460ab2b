package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.json.Json;
import cai.json.JsonLines;
import cai.run.Progress;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReinforcementLoopTest {
  @TempDir Path folder;

  private int from = Fixture.FROZEN;
  private int loraRank;

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void theFirstUpdateBeginsAtRatioOneAndDivergenceZero(int rank) {
    loraRank = rank;
    train(folder, 1, Progress.silent());
    Preflight preflight = Json.read(folder.resolve("preflight.json"), Preflight.class);
    assertThat(preflight.passed()).isTrue();
    assertThat(preflight.maxRatioDeviation()).isLessThan(1e-4);
    assertThat(preflight.klToInitial()).isLessThan(1e-5);
    assertThat(preflight.samplerLogProbabilityGap()).isLessThan(1e-3);
  }

  // At the learning rate of weights adapters learn more slowly.
  @ParameterizedTest
  @CsvSource({"0, 0.3", "8, 0.15"})
  void thePolicyLearnsWhatThePreferenceModelLikes(int rank, double gain) {
    loraRank = rank;
    train(folder, 40, Progress.silent());
    List<ReinforcementStep> steps =
        JsonLines.read(folder.resolve("metrics.jsonl"), ReinforcementStep.class);
    double before = mean(steps.subList(0, 5));
    double after = mean(steps.subList(35, 40));
    assertThat(after).isGreaterThan(before + gain);
    assertThat(steps.getFirst().kl()).isLessThan(1e-3);
    assertThat(steps.getLast().kl()).isGreaterThan(0.01);
  }

  private static double mean(List<ReinforcementStep> steps) {
    return steps.stream().mapToDouble(ReinforcementStep::score).average().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "4, 1", "0, 0", "4, 0"})
  void aKilledTrainingEndsWithTheSameBytes(int rank, int first) throws IOException {
    loraRank = rank;
    from = first;
    Path whole = Files.createDirectories(folder.resolve("whole"));
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Map<String, float[]> expected = train(whole, 5, Progress.silent());
    for (int kill : new int[] {1, 3, 4})
      assertThatThrownBy(() -> train(broken, 5, new KilledTraining(kill)))
          .isInstanceOf(KilledTraining.Killed.class);
    Map<String, float[]> resumed = train(broken, 5, Progress.silent());
    for (String file : List.of("metrics.jsonl", "rollouts.jsonl", "preflight.json"))
      assertThat(broken.resolve(file)).hasSameTextualContentAs(whole.resolve(file));
    assertThat(resumed).hasSameSizeAs(expected);
    expected.forEach((name, values) -> assertThat(resumed.get(name)).containsExactly(values));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTrainingOfAllWeightsChangesAllOfThem(boolean tied) {
    ReinforcementSettings settings = Fixture.settings("steps=2", "trained-share=1");
    TrainedLayers all = settings.trained(3, Fixture.SEEDS);
    assertThat(all.from()).isZero();
    try (Decoder policy = tied ? Fixture.decoder(all) : Fixture.untied(all);
        Decoder initialPolicy = policy.frozenCopy();
        var loop = Fixture.loop(settings, policy, initialPolicy)) {
      Map<String, float[]> untrained = policy.trainedWeights();
      loop.run(folder, Progress.silent());
      Map<String, float[]> trained = policy.trainedWeights();
      // Embedding and last norm, a head where it is not the embedding, and 9 tensors of each layer.
      assertThat(trained).hasSize((tied ? 2 : 3) + 3 * 9).containsKey("model.embed_tokens.weight");
      assertThat(trained.containsKey("lm_head.weight")).isEqualTo(!tied);
      assertThat(trained.keySet()).isEqualTo(untrained.keySet());
      trained.forEach(
          (name, values) -> assertThat(values).as(name).isNotEqualTo(untrained.get(name)));
    }
  }

  @Test
  void memoryIsFlatOverTwoHundredSteps() {
    var watching = new Watching();
    train(folder, 200, watching);
    assertThat(watching.atEnd - watching.afterWarmUp).isLessThan(20L << 20);
  }

  private Map<String, float[]> train(Path folder, int steps, Progress progress) {
    var trained = new TrainedLayers(from, loraRank, 1);
    try (Decoder policy = Fixture.decoder(trained);
        Decoder initialPolicy = policy.frozenCopy();
        var loop = Fixture.loop(Fixture.settings(steps), policy, initialPolicy)) {
      loop.run(folder, progress);
      return policy.trainedWeights();
    }
  }

  /// Looks at the memory of the process.
  private static final class Watching implements Progress {
    private long afterWarmUp = Long.MAX_VALUE;
    private long atEnd = Long.MAX_VALUE;

    @Override
    public void begin(String stage, String what, long total, String unit) {}

    @Override
    public void advance(long done) {
      // The least of some: for moments the system counts far more.
      if (done >= 40 && done <= 70 && done % 10 == 0)
        afterWarmUp = Math.min(afterWarmUp, resident());
      if (done >= 170 && done % 10 == 0) atEnd = Math.min(atEnd, resident());
    }

    @Override
    public void note(String sentence) {}

    @Override
    public void end() {}

    private static long resident() {
      System.gc();
      try {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4096;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
