package cai.preference;

import static cai.preference.PreferenceFixture.SEEDS;
import static cai.preference.PreferenceFixture.base;
import static cai.preference.PreferenceFixture.comparisons;
import static cai.preference.PreferenceFixture.settings;
import static cai.preference.PreferenceFixture.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.preference.PreferenceSettings.Pooling;
import cai.run.Progress;
import cai.sequence.Moments;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreferenceModelTest {
  @TempDir Path folder;

  private Path trained(double trainedShare, BaseModel base) {
    return trained(settings(trainedShare, 512, Optional.empty()), base);
  }

  private Path trained(PreferenceSettings settings, BaseModel base) {
    var stage = new PreferenceWork(settings, base, SEEDS, Progress.silent());
    stage.run(written(folder, comparisons(24)), List.of(), folder);
    return folder.resolve(PreferenceModel.FOLDER);
  }

  private static List<Dialogue> dialogues() {
    var dialogues = new ArrayList<Dialogue>();
    for (int i = 0; i < 9; i++)
      dialogues.add(
          Dialogue.ask("What " + "is it ".repeat(i) + "?").answered("Sure ".repeat(9 - i) + i));
    return dialogues;
  }

  @ParameterizedTest
  @CsvSource({"0, 0, FP32", "1, 0, FP32", "0.5, 0, BF16", "1, 3, FP32", "0.5, 3, BF16"})
  void aSavedModelGivesTheSameScores(double trainedShare, int loraRank, Arithmetic arithmetic)
      throws IOException {
    assumeTrue(MachineArithmetic.supports(arithmetic), arithmetic + " is not for this processor");
    BaseModel base = base(arithmetic);
    Path saved = trained(PreferenceFixture.adapted(trainedShare, loraRank), base);
    Path again = folder.resolve("again");
    double[] scores;
    try (var model = PreferenceModel.open(saved, base, 512)) {
      scores = model.score(dialogues());
      assertThat(model.layers()).isEqualTo(2);
      model.save(again);
    }
    try (var model = PreferenceModel.open(again, base, 512)) {
      assertThat(model.score(dialogues())).containsExactly(scores);
    }
    assertThat(Arrays.stream(scores).distinct().count()).isEqualTo(scores.length);
    assertThat(Files.exists(saved.resolve("layers.bin"))).isEqualTo(trainedShare > 0);
    for (Path file : files(saved))
      assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file);
  }

  @Test
  void neitherBatchNorOrderNorPaddingChangesAScore() {
    Path saved = trained(0.5, base());
    double[] together;
    try (var model = PreferenceModel.open(saved, base(), 100_000)) {
      together = model.score(dialogues());
      double[] backwards = model.score(dialogues().reversed());
      for (int i = 0; i < together.length; i++)
        assertThat(backwards[together.length - 1 - i]).isEqualTo(together[i]);
    }
    try (var model = PreferenceModel.open(saved, base(), 1)) {
      assertThat(model.score(dialogues())).containsExactly(together);
    }
  }

  // In half precision an inner layer of 48 is no whole number of vectors, as all real ones are.
  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void anAnswerHasTheSameScoreAloneAndAmongAnswersToItsPrompt(Arithmetic arithmetic) {
    assumeTrue(MachineArithmetic.supports(arithmetic), arithmetic + " is not for this processor");
    var answers = new ArrayList<Dialogue>();
    for (int i = 0; i < 6; i++)
      answers.add(Dialogue.ask("What is it?").answered("It is " + "so ".repeat(3 * i) + i));
    Path saved = trained(PreferenceFixture.adapted(0.5, 0), base(arithmetic));
    try (var model = PreferenceModel.open(saved, base(arithmetic), 512)) {
      double[] together = model.score(answers);
      for (int i = 0; i < answers.size(); i++)
        assertThat(model.score(List.of(answers.get(i)))).containsExactly(together[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "0.5, 1"})
  void scoresFromSharedStatesAreThoseFromScratch(double trainedShare, int layers) {
    Path saved = trained(trainedShare, base());
    try (var model = PreferenceModel.open(saved, base(), 64);
        Decoder decoder = base().lowest(3, TrainedLayers.from(2))) {
      assertThat(model.layersOf(base().config(), Arithmetic.FP32, base().weights()))
          .isGreaterThanOrEqualTo(layers);
      double[] shared =
          model.score(dialogues(), layers, (ids, depth) -> streams(decoder, ids, depth));
      assertThat(shared).containsExactly(model.score(dialogues()), within(1e-4));
    }
  }

  private static List<Tensor> streams(Decoder decoder, List<int[]> sequences, int depth) {
    var streams = new ArrayList<Tensor>();
    for (int[] ids : sequences)
      try (var scope = TensorScope.inference()) {
        streams.add(
            scope.keepForGood(decoder.sequences().below(depth, SequenceRows.of(List.of(ids)))));
      }
    return streams;
  }

  @Test
  void onlyFrozenLayersWithTheSameWeightsAreShared() {
    BaseModel base = base();
    Path saved = trained(0.5, base);
    try (var model = PreferenceModel.open(saved, base, 64)) {
      assertThat(model.layersOf(base.config(), Arithmetic.FP32, base.weights())).isEqualTo(1);
      assertThat(model.layersOf(base.config(), Arithmetic.BF16, base.weights())).isZero();
      assertThat(model.layersOf(base.config().withLayers(2), Arithmetic.FP32, base.weights()))
          .isZero();
      assertThat(model.layersOf(base.config(), Arithmetic.FP32, otherThan(base, "layers.0.mlp.up")))
          .isZero();
      assertThat(model.layersOf(base.config(), Arithmetic.FP32, otherThan(base, "layers.1.mlp.up")))
          .isEqualTo(1);
      assertThat(model.layersOf(base.config(), Arithmetic.FP32, otherThan(base, "embed"))).isZero();
    }
  }

  private static Function<String, float[]> otherThan(BaseModel base, String part) {
    return name -> {
      float[] weights = base.weights().apply(name).clone();
      if (name.contains(part)) weights[0]++;
      return weights;
    };
  }

  @Test
  void theTrainingAnswersHaveMeanZeroAndTheDeviationIsTheirs() {
    Path saved = trained(0, base());
    var data = new PreferenceData(settings(0, 512, Optional.empty()), base(), SEEDS);
    HeldOut split = HeldOut.of(data.addFeedback(comparisons(24)).pairs(), 0.25, SEEDS);
    List<TokenSequence> answers =
        split.train().stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
    try (var model = PreferenceModel.open(saved, base(), 512)) {
      double[] scores = model.scoreSequences(answers);
      assertThat(Moments.mean(scores)).isCloseTo(0, within(1e-5));
      assertThat(model.deviation()).isCloseTo(Moments.deviation(scores), within(1e-5));
      assertThat(model.deviation()).isGreaterThan(0.1);
    }
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void noEndOfTextTokenIsReadSoTheLastOneIsThatOfTheText(Pooling pooling) {
    BaseModel base = base();
    Dialogue dialogue = Dialogue.ask("Why?").answered("No");
    String prompt = "\n\nHuman: Why?\n\nAssistant:";
    TokenSequence read = base.read(dialogue);
    assertThat(read.ids())
        .containsExactly((prompt + " No").chars().toArray())
        .doesNotContain(base.renderer().endOfText());
    try (Decoder decoder = base.lowest(2, TrainedLayers.none());
        var _ = TensorScope.inference()) {
      float[] states = decoder.sequences().below(2, SequenceRows.of(List.of(read.ids()))).floats();
      int width = base.config().width();
      float[] found =
          new Features(decoder, pooling).computed(List.of(read), 512, _ -> {}).getFirst();
      for (int i = 0; i < width; i++) {
        float sum = 0;
        int from = pooling == Pooling.LAST ? read.ids().length - 1 : prompt.length();
        for (int t = from; t < read.ids().length; t++) sum += states[t * width + i];
        assertThat(found[i]).isCloseTo(sum / (read.ids().length - from), within(1e-5f));
      }
    }
  }

  @Test
  void anEmptyAnswerAndOneOfOneTokenHaveAScore() {
    Path saved = trained(0, base());
    try (var model = PreferenceModel.open(saved, base(), 512)) {
      List<Dialogue> brief =
          List.of(Dialogue.ask("Why?").answered(""), Dialogue.ask("Why?").answered("b"));
      assertThat(model.score(brief)).doesNotContain(Double.NaN).hasSize(2);
    }
  }

  @Test
  void aDialogueBeyondTheContextIsOneSentence() {
    Path saved = trained(0, base());
    try (var model = PreferenceModel.open(saved, base(), 512)) {
      Dialogue dialogue = Dialogue.ask("Why?").answered("b".repeat(192));
      assertThatThrownBy(() -> model.score(List.of(dialogue)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("does not fit the context of 192");
      assertThat(model.refusal(dialogue).orElseThrow()).endsWith("does not fit the context of 192");
      assertThat(model.refusal(Dialogue.ask("Why?").answered("b"))).isEmpty();
      assertThat(model.score(List.of())).isEmpty();
    }
  }

  @Test
  void anotherBaseModelIsRefused() {
    Path saved = trained(0, base());
    BaseModel own = base();
    var other =
        new BaseModel(own.config(), own.weights(), own.arithmetic(), own.renderer(), "other");
    assertThatThrownBy(() -> PreferenceModel.open(saved, other, 512))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("preference-model.json: was trained on the model with hash b7")
        .hasMessageContaining("given has other");
  }

  @Test
  void damagedAndMissingFilesAreNamed() throws IOException {
    Path saved = trained(0.5, base());
    Path layers = saved.resolve("layers.bin");
    byte[] bytes = Files.readAllBytes(layers);
    bytes[bytes.length / 2] ^= 4;
    Files.write(layers, bytes);
    assertRefused(saved, "layers.bin: is missing or damaged");
    Files.delete(layers);
    assertRefused(saved, "layers.bin: is missing or damaged");
    Path head = saved.resolve("preference-model.json");
    String text = Files.readString(head);
    Files.writeString(head, text.replaceFirst("\"layers\" : 2", "\"layers\" : 9"));
    assertRefused(saved, "preference-model.json: is damaged");
    Files.writeString(head, text.substring(0, text.length() / 2));
    assertRefused(saved, "preference-model.json: malformed JSON");
    Files.writeString(head, text.replace("preference-model/3", "preference-model/7"));
    assertRefused(saved, "format=preference-model/7 is unknown");
    Files.writeString(head, text.replace("preference-model/3", "preference-model/2"));
    assertRefused(saved, "which read answers with an end-of-text token; run the stage");
    Files.delete(head);
    assertRefused(saved, "preference-model.json: is not there");
  }

  private static void assertRefused(Path saved, String message) {
    assertThatThrownBy(() -> PreferenceModel.open(saved, base(), 512).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
