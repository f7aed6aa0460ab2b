package cai.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import cai.errors.UserError;
import cai.finetuning.FinetuningSettings.HelpfulLoss;
import cai.json.JsonLines;
import cai.run.Seeds;
import cai.run.WatchedProgress;
import cai.run.training.Diverged;
import cai.sequence.LowerLayers;
import cai.sequence.Teacher;
import cai.sequence.TokenSequence;
import cai.statistics.CutOff;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinetuningLoopTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 257, 256, 1e-5, 10_000, Optional.empty(), true);

  @TempDir Path folder;

  private int loraRank;
  private int sequences = 16;
  private int helpful;
  private HelpfulLoss loss = HelpfulLoss.LIKELIHOOD;
  private double divergenceWeight = 1;
  private double learningRate = 3e-3;
  private final List<String> notes = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void theLossFallsOnWhatIsLearntAndIsMeasuredOnWhatIsNot(int rank) {
    loraRank = rank;
    var validation = new FinetuningValidation[1];
    train(folder, 10, validation, _ -> {});
    List<FinetuningStep> steps = steps(folder);
    assertThat(steps).hasSize(40);
    assertThat(steps.getLast().loss()).isLessThan(steps.getFirst().loss() - 0.5);
    assertThat(validation[0].sequences()).isEqualTo(4);
    assertThat(validation[0].lossAfter()).isLessThan(validation[0].lossBefore());
  }

  @ParameterizedTest
  @CsvSource({"0, LIKELIHOOD", "4, LIKELIHOOD", "0, SELF_DISTILLATION", "4, SELF_DISTILLATION"})
  void aKilledTrainingEndsWithTheSameBytes(int rank, HelpfulLoss helpfulLoss) throws IOException {
    loraRank = rank;
    loss = helpfulLoss;
    helpful = 8;
    Path whole = Files.createDirectories(folder.resolve("whole"));
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Map<String, float[]> expected = train(whole, 3, new FinetuningValidation[1], _ -> {});
    for (long kill : new long[] {1, 5, 11})
      assertThatThrownBy(
              () -> train(broken, 3, new FinetuningValidation[1], done -> killAt(kill, done)))
          .isInstanceOf(Killed.class);
    Map<String, float[]> resumed = train(broken, 3, new FinetuningValidation[1], _ -> {});
    assertThat(resumed).hasSameSizeAs(expected);
    assertThat(broken.resolve("metrics.jsonl"))
        .hasSameTextualContentAs(whole.resolve("metrics.jsonl"));
    expected.forEach((name, values) -> assertThat(resumed.get(name)).containsExactly(values));
  }

  @Test
  void frozenLayersKeptInAFileChangeNothing() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    train(kept, 2, new FinetuningValidation[1], _ -> {});
    assertThat(kept.resolve(LowerLayers.FILE)).exists();
    Path once = Files.createDirectories(folder.resolve("once"));
    train(once, 1, new FinetuningValidation[1], _ -> {});
    assertThat(once.resolve(LowerLayers.FILE)).doesNotExist();
    // The rates of the first two steps are the same, so the third begins with the same weights.
    for (int i = 0; i < 3; i++)
      assertThat(steps(kept).get(i).gradientNorm())
          .isCloseTo(steps(once).get(i).gradientNorm(), withinPercentage(0.1));
  }

  @Test
  void selfDistillationHoldsHelpfulAnswersWhileOthersAreLearnt() throws IOException {
    helpful = 8;
    loss = HelpfulLoss.SELF_DISTILLATION;
    List<FinetuningStep> held = train(4);
    List<FinetuningStep> free = train(1e-6);
    double divergence = meanDivergence(free);
    assertThat(divergence).isGreaterThan(0.3);
    assertThat(meanDivergence(held)).isLessThan(divergence / 3);
  }

  private List<FinetuningStep> train(double weight) throws IOException {
    divergenceWeight = weight;
    Path own = Files.createDirectories(folder.resolve("weight-" + weight));
    train(own, 10, new FinetuningValidation[1], _ -> {});
    assertThat(own.resolve(Teacher.FILE)).exists();
    return steps(own);
  }

  /// Over the last epoch, nats per self-distilled token.
  private static double meanDivergence(List<FinetuningStep> steps) {
    List<FinetuningStep> last = steps.subList(steps.size() - 4, steps.size());
    double sum = last.stream().mapToDouble(one -> one.divergence() * one.distilled()).sum();
    return sum / last.stream().mapToLong(FinetuningStep::distilled).sum();
  }

  @Test
  void aFileOfOtherSequencesIsRefused() throws IOException {
    Files.write(folder.resolve(LowerLayers.FILE), new byte[12]);
    assertThatThrownBy(() -> train(folder, 2, new FinetuningValidation[1], _ -> {}))
        .hasMessageContaining("checkpoint-frozen.bin: belongs to other sequences; remove it");
  }

  // The first update makes the weights so large that the second step has no loss any more.
  @Test
  void aLossThatIsNoNumberStopsAndTheCheckpointStays() throws IOException {
    learningRate = 1e38;
    String message = "finetuning: step 2: the loss is NaN; nothing of this step is kept";
    assertThatThrownBy(() -> train(folder, 2, new FinetuningValidation[1], _ -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .hasMessageEndingWith("lower finetuning.learning-rate=1.0E38");
    byte[] saved = Files.readAllBytes(folder.resolve("checkpoint.bin"));
    assertThat(notes).isEmpty();
    assertThatThrownBy(() -> train(folder, 2, new FinetuningValidation[1], _ -> {}))
        .hasMessageContaining(message);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "finetuning: the last start stopped at step 2, because the loss is NaN; this one goes"
                + " on behind step 1");
    assertThat(folder.resolve("checkpoint.bin")).hasBinaryContent(saved);
    assertThat(steps(folder)).hasSize(1);
  }

  @Test
  void aHeldOutLossThatIsNoNumberIsNoModel() {
    learningRate = 1e38;
    sequences = 4; // one step
    assertThatThrownBy(() -> train(folder, 1, new FinetuningValidation[1], _ -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("held-out sequences behind the last step is NaN")
        .hasMessageContaining("the model is not written");
  }

  // ln 257 = 5.549
  @Test
  void aHeldOutLossThatRoseByMoreThanGuessingCostsIsDivergence() {
    assertThat(Diverged.rose(2, 1.5, 257)).isFalse();
    assertThat(Diverged.rose(2, 7.54, 257)).isFalse();
    assertThat(Diverged.rose(2, 7.56, 257)).isTrue();
  }

  private static List<FinetuningStep> steps(Path folder) {
    return JsonLines.read(folder.resolve("metrics.jsonl"), FinetuningStep.class);
  }

  @Test
  void memoryIsFlatOverTwoHundredSteps() {
    long[] resident = new long[2];
    train(
        folder,
        50,
        new FinetuningValidation[1],
        done -> {
          if (done == 50) resident[0] = resident();
          if (done == 200) resident[1] = resident();
        });
    assertThat(resident[0]).isPositive();
    assertThat(resident[1] - resident[0]).isLessThan(40L << 20);
  }

  private static void killAt(long at, long done) {
    if (done == at) throw new Killed();
  }

  private Map<String, float[]> train(
      Path folder, int epochs, FinetuningValidation[] validation, LongConsumer watched) {
    var settings =
        new FinetuningSettings(
            epochs,
            learningRate,
            2,
            true,
            4,
            200,
            0.67,
            loraRank,
            0,
            1,
            0.2,
            false,
            loss,
            divergenceWeight);
    List<TokenSequence> learnt = sequences(sequences, 1);
    var samples =
        new Samples(
            learnt,
            Set.copyOf(learnt.subList(0, helpful)),
            sequences(4, 2),
            0,
            Map.of(),
            new CutOff(0, 20));
    try (Decoder decoder =
            Decoder.load(
                CONFIG,
                new RandomWeights(CONFIG, 3, 0.15),
                Arithmetic.FP32,
                settings.trained(3, new Seeds(4)));
        var loop = new FinetuningLoop(settings, decoder, samples, new Seeds(4))) {
      validation[0] = loop.run(folder, new WatchedProgress(watched, notes));
      return decoder.trainedWeights();
    }
  }

  /// Counting upwards, from a random number on: easy to learn, and in the same way everywhere.
  private static List<TokenSequence> sequences(int count, long seed) {
    var random = new SplittableRandom(seed);
    var sequences = new ArrayList<TokenSequence>();
    for (int i = 0; i < count; i++) {
      int[] ids = new int[6 + random.nextInt(20)];
      int start = random.nextInt(8);
      for (int t = 0; t < ids.length; t++) ids[t] = start + t;
      sequences.add(new TokenSequence(ids, 2));
    }
    return sequences;
  }

  private static long resident() {
    System.gc();
    try {
      return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Killed extends IllegalStateException {
    private static final long serialVersionUID = 1;
  }
}
