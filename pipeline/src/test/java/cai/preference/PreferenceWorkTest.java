package cai.preference;

import static cai.preference.PreferenceFixture.SEEDS;
import static cai.preference.PreferenceFixture.base;
import static cai.preference.PreferenceFixture.comparisons;
import static cai.preference.PreferenceFixture.headOnly;
import static cai.preference.PreferenceFixture.settings;
import static cai.preference.PreferenceFixture.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonLines;
import cai.preference.PreferenceSettings.Pooling;
import cai.preference.PreferenceValidation.Group;
import cai.run.Progress;
import cai.storage.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceWorkTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void anEasyDistinctionIsLearnt(double trainedShare) throws IOException {
    Path folder = folder("easy");
    PreferenceCounts counts = run(settings(trainedShare, 2048, Optional.empty()), 64, folder);
    assertThat(counts.comparisons()).isEqualTo(64);
    assertThat(counts.heldOut()).isEqualTo(16);
    List<PreferenceStep> steps = metrics(folder);
    assertThat(steps).hasSize(4 * 6);
    assertThat(steps.getFirst().loss()).isCloseTo(Math.log(2), within(1e-6));
    assertThat(steps.getFirst().accuracy()).isEqualTo(0.5);
    List<Group> groups = validation(folder).groups();
    assertThat(groups)
        .extracting(Group::name)
        .containsExactly("AI harmlessness labels, held out", "AI helpfulness labels, held out");
    assertThat(groups)
        .allSatisfy(group -> {
          assertThat(group.count()).isEqualTo(8);
          assertThat(group.accuracy()).isGreaterThan(0.9);
        });
  }

  @Test
  void labelsWithoutMeaningAreNotLearnt() throws IOException {
    Path folder = folder("hard");
    var shuffled = new ArrayList<>(comparisons(96));
    var random = new SplittableRandom(5);
    shuffled.replaceAll(one ->
        PreferenceFixture.comparison(
            one.id(),
            one.aim(),
            "Question " + one.id(),
            List.of(one.first(), one.second()),
            Optional.of(random.nextBoolean() ? 0.9 : 0.1)));
    stage(headOnly(), Progress.silent()).run(written(folder, shuffled), List.of(), folder);
    double accuracy = validation(folder).groups().stream().mapToDouble(Group::accuracy).sum() / 2;
    assertThat(accuracy).isBetween(0.25, 0.75);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "1, 3"})
  void anInterruptedTrainingEndsWithTheSameFiles(double trainedShare, int loraRank)
      throws IOException {
    // 28 pairs: 56 steps of the head alone, which is saved at the 50th and at the last; else 16
    int batch = trainedShare == 0 ? 2 : 8;
    int steps = trainedShare == 0 ? 56 : 16;
    var settings =
        new PreferenceSettings(
            0.7,
            Pooling.LAST,
            trainedShare,
            loraRank,
            4,
            0.02,
            batch,
            1024,
            0.1,
            2,
            0.25,
            Optional.empty(),
            9);
    Path whole = folder("whole");
    run(settings, 38, whole);
    assertThat(metrics(whole)).hasSize(steps);
    var random = new SplittableRandom(17);
    for (int attempt = 0; attempt < 2; attempt++) {
      Path folder = folder("interrupted-" + attempt);
      int late = steps * 7 / 8 + 1; // behind the only early save of the head
      int[] deaths = {0, random.nextInt(1, late), random.nextInt(late, steps), steps};
      for (int step : deaths) {
        var killer = new Killer(step);
        assertThatThrownBy(() ->
                stage(settings, killer).run(written(folder, comparisons(38)), List.of(), folder))
            .isSameAs(killer.death);
      }
      run(settings, 38, folder);
      assertThat(artifacts(folder)).containsExactlyEntriesOf(artifacts(whole));
    }
  }

  @Test
  void aFinishedStageRunAgainWritesTheSameFiles() throws IOException {
    Path folder = folder("twice");
    run(headOnly(), 24, folder);
    SortedMap<String, String> first = artifacts(folder);
    run(headOnly(), 24, folder);
    assertThat(artifacts(folder)).containsExactlyEntriesOf(first);
    assertThat(first.keySet())
        .containsExactly(
            "comparisons.jsonl",
            "data.json",
            "metrics.jsonl",
            "preference-model/preference-model.json",
            "validation.json");
  }

  @Test
  void theStepsDoNotDependOnHowManyTokensAreComputedAtOnce() throws IOException {
    Path small = folder("small");
    Path large = folder("large");
    run(settings(1, 64, Optional.empty()), 24, small);
    run(settings(1, 100_000, Optional.empty()), 24, large);
    List<PreferenceStep> expected = metrics(large);
    List<PreferenceStep> steps = metrics(small);
    for (int i = 0; i < steps.size(); i++)
      assertThat(steps.get(i).loss()).isCloseTo(expected.get(i).loss(), within(2e-3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void aLossThatIsNoNumberStopsAndTheNextStartSaysSo(double trainedShare) throws IOException {
    Path folder = folder("fast");
    PreferenceSettings fast = withRate(trainedShare, 1e38);
    var told = new ArrayList<String>();
    for (int start = 0; start < 2; start++) {
      assertThatThrownBy(() ->
              stage(fast, noting(told)).run(written(folder, comparisons(38)), List.of(), folder))
          .isInstanceOf(UserError.class)
          .hasMessageMatching("preference: step \\d+: .* is (NaN|Infinity); nothing of this .*")
          .hasMessageEndingWith("lower preference.learning-rate=1.0E38");
      assertThat(told.stream().filter(note -> note.contains("the last start stopped at step")))
          .hasSize(start);
    }
    assertThat(folder.resolve(PreferenceModel.FOLDER)).doesNotExist();
  }

  @Test
  void aLossAboveThatOfKnowingNothingIsSaid() throws IOException {
    Path folder = folder("worse");
    var told = new ArrayList<String>();
    stage(withRate(0, 30), noting(told)).run(written(folder, comparisons(38)), List.of(), folder);
    assertThat(told)
        .anyMatch(note -> note.contains("above the 0.69 of a model that knows nothing"));
  }

  @Test
  void layersThatAreNoNumbersAreRefusedWhenTheyAreRead() throws IOException {
    Path folder = folder("damaged");
    run(settings(1, 2048, Optional.empty()), 24, folder);
    Path model = folder.resolve(PreferenceModel.FOLDER);
    Path layers = model.resolve("layers.bin");
    byte[] bytes = Files.readAllBytes(layers);
    // As the first version had it, without a sum at the end.
    bytes = Arrays.copyOf(bytes, bytes.length - 8);
    bytes[6] = '1';
    String hash = ContentHash.file(layers);
    var numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putFloat(bytes.length - 4, Float.NaN);
    Files.write(layers, bytes);
    Path head = model.resolve("preference-model.json");
    Files.writeString(head, Files.readString(head).replace(hash, ContentHash.file(layers)));
    assertThatThrownBy(() -> PreferenceModel.open(model, base(), 512))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("layers.bin: a weight of model.layers.1.mlp.down_proj.weight is NaN")
        .hasMessageContaining("run the stage preference again");
  }

  private static PreferenceSettings withRate(double trainedShare, double rate) {
    return new PreferenceSettings(
        0.7, Pooling.MEAN, trainedShare, 0, 4, rate, 8, 2048, 0.1, 1, 0.25, Optional.empty(), 9);
  }

  private static Progress noting(List<String> told) {
    return new Progress() {
      @Override
      public void begin(String stage, String what, long total, String unit) {}

      @Override
      public void advance(long done) {}

      @Override
      public void note(String sentence) {
        told.add(sentence);
      }

      @Override
      public void end() {}
    };
  }

  @Test
  void tooFewComparisonsAreOneSentence() throws IOException {
    Path folder = folder("few");
    assertThatThrownBy(() -> run(headOnly(), 3, folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("only 3 comparisons can be used")
        .hasMessageContaining("at least 4 are needed");
  }

  private static PreferenceWork stage(PreferenceSettings settings, Progress progress) {
    return new PreferenceWork(settings, base(), SEEDS, progress);
  }

  private static PreferenceCounts run(PreferenceSettings settings, int count, Path folder) {
    return stage(settings, Progress.silent())
        .run(written(folder, comparisons(count)), List.of(), folder);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(temporary.resolve(name));
  }

  private static List<PreferenceStep> metrics(Path folder) {
    return JsonLines.read(folder.resolve("metrics.jsonl"), PreferenceStep.class);
  }

  private static PreferenceValidation validation(Path folder) {
    return Json.read(folder.resolve("validation.json"), PreferenceValidation.class);
  }

  /// The bytes of all files but the checkpoints, which the run takes away when the stage is
  /// finished: when one is saved depends on the time that it takes.
  private static SortedMap<String, String> artifacts(Path folder) throws IOException {
    var artifacts = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        if (!file.getFileName().toString().startsWith("checkpoint"))
          artifacts.put(
              folder.relativize(file).toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
    return artifacts;
  }

  /// Dies when training has told of a step, at step 0 already while answers are read.
  private static final class Killer implements Progress {
    final IllegalStateException death = new IllegalStateException("killed by the test");
    private final int step;
    private boolean training;

    Killer(int step) {
      this.step = step;
    }

    @Override
    public void begin(String stage, String what, long total, String unit) {
      training = unit.equals("steps");
    }

    @Override
    public void advance(long done) {
      if (step == 0 || training && done >= step) throw death;
    }

    @Override
    public void note(String sentence) {}

    @Override
    public void end() {}
  }
}
