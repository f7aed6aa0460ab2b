package cai.directpreference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.errors.UserError;
import cai.json.JsonLines;
import cai.run.Seeds;
import cai.run.WatchedProgress;
import cai.run.training.Diverged;
import cai.statistics.CutOff;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectPreferenceLoopTest {
  @TempDir Path folder;

  private double learningRate = 3e-3;
  private String rank = "0";
  private double beta = 0.1;
  private double sftWeight = 1;
  private double label = 0.9;
  private final List<DirectPreferenceValidation> validations = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Map<String, float[]> train(Path folder, int epochs, LongConsumer watched) {
    var settings =
        PairFixture.settings(
            "epochs=" + epochs,
            "lora-rank=" + rank,
            "beta=" + beta,
            "sft-weight=" + sftWeight,
            "batch-size=4",
            "tokens-at-once=60");
    settings = PairFixture.learningAt(learningRate, settings);
    var pairs =
        new LabelledPairs(
            PairFixture.counting(16, 1, label),
            PairFixture.counting(6, 2, label),
            0,
            0,
            Map.of(),
            new CutOff(0, 44));
    try (Decoder decoder = PairFixture.decoder(settings);
        var loop = new DirectPreferenceLoop(settings, decoder, pairs, new Seeds(4))) {
      validations.add(loop.run(folder, new WatchedProgress(watched, notes)));
      return decoder.trainedWeights();
    }
  }

  private static List<DirectPreferenceStep> steps(Path folder) {
    return JsonLines.read(folder.resolve("metrics.jsonl"), DirectPreferenceStep.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "8"})
  void theModelComesToPreferTheBetterAnswersAlsoOfPairsItHasNotSeen(String rank) {
    this.rank = rank;
    train(folder, 8, _ -> {});
    List<DirectPreferenceStep> steps = steps(folder);
    assertThat(steps).hasSize(32);
    assertThat(steps.getFirst().batch().preferenceLoss()).isCloseTo(Math.log(2), within(1e-4));
    assertThat(steps.getLast().batch().accuracy()).isEqualTo(1);
    assertThat(steps.getLast().batch().supervisedLoss())
        .isLessThan(steps.getFirst().batch().supervisedLoss());
    DirectPreferenceValidation validation = validations.getFirst();
    assertThat(validation.heldOut()).isEqualTo(6);
    PairMeasures before = validation.before().orElseThrow();
    PairMeasures after = validation.after().orElseThrow();
    assertThat(before.preferenceLoss()).isCloseTo(Math.log(2), within(1e-6));
    assertThat(before.accuracy()).isEqualTo(0.5);
    assertThat(before.margin()).isZero();
    assertThat(after.preferenceLoss()).isLessThan(before.preferenceLoss());
    assertThat(after.accuracy()).isGreaterThan(0.8);
    assertThat(after.margin()).isPositive();
    assertThat(after.betterGain()).isPositive().isGreaterThan(after.worseGain());
  }

  // The least loss has a margin of ln(0.6 / 0.4) = 0.405; a hard label goes on for ever.
  @Test
  void aSoftLabelIsATargetAndAHardOneIsNone() throws IOException {
    assertThat(lastMargin(0.6)).isBetween(0.25, 0.65);
    assertThat(lastMargin(1)).isGreaterThan(1.5);
  }

  /// The mean margin of the last two epochs.
  private double lastMargin(double label) throws IOException {
    this.label = label;
    beta = 1;
    sftWeight = 0;
    Path own = Files.createDirectories(folder.resolve("label-" + label));
    train(own, 20, _ -> {});
    List<DirectPreferenceStep> steps = steps(own);
    return steps.subList(steps.size() - 8, steps.size()).stream()
        .mapToDouble(one -> one.batch().margin())
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4"})
  void aKilledTrainingEndsWithTheSameBytes(String rank) throws IOException {
    this.rank = rank;
    Path whole = Files.createDirectories(folder.resolve("whole"));
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Map<String, float[]> expected = train(whole, 3, _ -> {});
    for (long kill : new long[] {1, 5, 11})
      assertThatThrownBy(() -> train(broken, 3, done -> killAt(kill, done)))
          .isInstanceOf(KilledTraining.class);
    Map<String, float[]> resumed = train(broken, 3, _ -> {});
    assertThat(resumed).hasSameSizeAs(expected);
    assertThat(broken.resolve("metrics.jsonl"))
        .hasSameTextualContentAs(whole.resolve("metrics.jsonl"));
    expected.forEach((name, values) -> assertThat(resumed.get(name)).containsExactly(values));
    assertThat(validations.getLast()).isEqualTo(validations.getFirst());
  }

  // The first update makes the weights so large that the second step has no loss any more.
  @Test
  void aLossThatIsNoNumberStopsWithASentence() {
    learningRate = 1e38;
    assertThatThrownBy(() -> train(folder, 2, _ -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "reinforcement: step 2: the loss is NaN; nothing of this step is kept")
        .hasMessageContaining("lower direct-preference.learning-rate=1.0E38");
    assertThat(validations).isEmpty();
  }

  // ln 257 = 5.549
  @Test
  void answersThatBecameLessLikelyThanGuessingAreDivergence() {
    assertThat(Diverged.rose(2, 7.54, 257)).isFalse();
    assertThat(Diverged.rose(2, 7.56, 257)).isTrue();
  }

  private static void killAt(long at, long done) {
    if (done == at) throw new KilledTraining();
  }

  private static final class KilledTraining extends IllegalStateException {
    private static final long serialVersionUID = 1;
  }
}
