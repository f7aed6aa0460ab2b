package cai.feedback;

import static cai.feedback.FeedbackFixture.CLEARER;
import static cai.feedback.FeedbackFixture.EXAMPLES;
import static cai.feedback.FeedbackFixture.KINDER;
import static cai.feedback.FeedbackFixture.inputs;
import static cai.feedback.FeedbackFixture.known;
import static cai.feedback.FeedbackFixture.prompts;
import static cai.feedback.FeedbackFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.errors.UserError;
import cai.feedback.FeedbackSettings.Method;
import cai.feedback.confidence.KnownGaps;
import cai.feedback.confidence.LabelConfidence;
import cai.feedback.confidence.Temperature;
import cai.json.Json;
import cai.json.JsonLines;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.run.Progress;
import cai.run.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FeedbackWorkTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  private FeedbackWork stage(FeedbackSettings settings, FeedbackInputs inputs) {
    var progress =
        new Progress() {
          @Override
          public void begin(String stage, String what, long total, String unit) {}

          @Override
          public void advance(long done) {}

          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }

          @Override
          public void end() {}
        };
    return new FeedbackWork(settings, inputs, new Seeds(1), progress);
  }

  private static ScriptedLanguageModel model() {
    return ScriptedLanguageModel.of(Script::unique, Script::scores);
  }

  private List<Comparison> comparisons() {
    return JsonLines.read(folder.resolve("comparisons.jsonl"), Comparison.class);
  }

  /// Outputs; the names of other files begin with a dot.
  private static Map<String, String> files(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".")) files.put(name, Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void comparesTwoAnswersToEachPromptUnderAPrincipleOfItsAim() {
    var sampler = model();
    FeedbackCounts counts =
        stage(settings(Method.MULTIPLE_CHOICE), inputs(prompts(2, 1), List.of()))
            .run(sampler, model(), folder);
    assertThat(sampler.generations())
        .extracting("id")
        .containsExactly(
            "rt-1/answer/1",
            "rt-1/answer/2",
            "rt-2/answer/1",
            "rt-2/answer/2",
            "hp-1/answer/1",
            "hp-1/answer/2");
    assertThat(comparisons())
        .extracting(Comparison::id, Comparison::aim, Comparison::principle)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("rt-1", Aim.HARMLESSNESS, "kinder"),
            org.assertj.core.groups.Tuple.tuple("rt-2", Aim.HARMLESSNESS, "kinder"),
            org.assertj.core.groups.Tuple.tuple("hp-1", Aim.HELPFULNESS, "clearer"));
    Comparison first = comparisons().getFirst();
    assertThat(first.first())
        .isEqualTo(Script.unique(sampler.generations().get(0)).strip())
        .isNotEqualTo(first.second());
    assertThat(counts.comparisons()).isEqualTo(3);
    assertThat(counts.labelled()).isEqualTo(3);
    assertThat(counts.tokens()).isEqualTo(6 * 8);
  }

  @Test
  void bothAnswersCarryWhetherTheyEndedFromSamplerToComparison() {
    var sampler =
        ScriptedLanguageModel.of(
            request ->
                request.id().equals("rt-1/answer/2")
                    ? " One. Two is " + "long ".repeat(100)
                    : request.id().equals("rt-2/answer/1") ? " Steps:\n\n- a" : " No.\n\nHuman: b",
            Script::scores);
    var stage =
        stage(
            settings(Method.YES_NO_BALANCED, "wholeSentences", true),
            inputs(prompts(2, 0), List.of()));
    List<ResponsePair> pairs = stage.samplePairs(sampler, folder);
    assertThat(pairs).extracting(ResponsePair::firstEnded).containsExactly(true, false);
    assertThat(pairs).extracting(ResponsePair::secondEnded).containsExactly(false, true);
    assertThat(pairs.getFirst().second()).isEqualTo("One.");
    stage.label(model(), pairs, folder);
    assertThat(comparisons()).extracting(Comparison::firstEnded).containsExactly(true, false);
    assertThat(comparisons()).extracting(Comparison::secondEnded).containsExactly(false, true);
    assertThat(comparisons()).extracting(Comparison::cutOff).containsExactly(1, 1);
  }

  @Test
  void pairsAndComparisonsOfEarlierFormatsCountAsEnded() {
    String common =
        "\"id\":\"a\",\"aim\":\"HARMLESSNESS\",\"kind\":\"any\",\"prompt\":{\"turns\":[{\"speaker\":\"HUMAN\",\"text\":\"Why?\"}]},\"first\":\"b\",\"second\":\"c\",";
    ResponsePair pair =
        Json.parse(
            "{\"format\":\"response-pair/1\","
                + common
                + "\"reason\":\"\",\"promptTokens\":1,\"tokens\":2}",
            ResponsePair.class,
            "pairs.jsonl:1");
    Comparison comparison =
        Json.parse(
            "{\"format\":\"comparison/1\","
                + common
                + "\"principle\":\"p\",\"verdict\":{\"probabilityFirst\":0.5,\"rawLogOdds\":0,\"flipped\":false,\"reason\":\"\"}}",
            Comparison.class,
            "comparisons.jsonl:1");
    assertThat(pair.firstEnded() && pair.secondEnded()).isTrue();
    assertThat(comparison.cutOff()).isZero();
  }

  @Test
  void labelsAreTheRenormalisedProbabilitiesOfBothOrders() {
    // First answer: log-odds 3 as (A), 1 as (B): sigmoid(2) = 0.880797.
    var judge =
        ScriptedLanguageModel.scoring(request ->
            request.id().endsWith("in-order") ? List.of(-1.0, -4.0) : List.of(-2.0, -1.0));
    stage(settings(Method.MULTIPLE_CHOICE), inputs(prompts(1, 0), List.of()))
        .run(model(), judge, folder);
    var verdict = comparisons().getFirst().verdict();
    assertThat(verdict.probabilityFirst().orElseThrow()).isCloseTo(0.880797, within(1e-6));
    assertThat(verdict.rawLogOdds()).isCloseTo(2, within(1e-12));
  }

  @Test
  void principlesAreDrawnUniformlyByTheIdOfThePrompt() {
    var principles = new ArrayList<ComparisonPrinciple>();
    for (int i = 0; i < 8; i++)
      principles.add(
          new ComparisonPrinciple(
              "h" + i, Aim.HARMLESSNESS, "Which, " + i + "?", List.of("+"), List.of("-")));
    var inputs = new FeedbackInputs(prompts(2000, 0), principles, EXAMPLES, List.of(), List.of());
    stage(settings(Method.MULTIPLE_CHOICE, "batchSize", 1000), inputs)
        .run(model(), ScriptedLanguageModel.scoring(request -> List.of(-1.0, -2.0)), folder);
    var counts = new TreeMap<String, Integer>();
    for (Comparison comparison : comparisons())
      counts.merge(comparison.principle(), 1, Integer::sum);
    double chiSquare =
        counts.values().stream().mapToDouble(n -> (n - 250.0) * (n - 250.0) / 250).sum();
    // The 99.9 % quantile of chi-square with 7 degrees of freedom is 24.3.
    assertThat(counts).hasSize(8);
    assertThat(chiSquare).isLessThan(24.3);
    int drawn = new Seeds(1).generator("feedback", "rt-17").nextInt(8);
    assertThat(comparisons().get(16).principle()).isEqualTo("h" + drawn);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void theBatchSizeChangesNoArtifact(Method method) throws IOException {
    var inputs = inputs(prompts(7, 4), known(5));
    Path other = Files.createDirectory(folder.resolve("other"));
    Path one = Files.createDirectory(folder.resolve("one"));
    stage(settings(method, "batchSize", 4), inputs).run(model(), model(), other);
    stage(settings(method, "batchSize", 1), inputs).run(model(), model(), one);
    assertThat(files(other)).isEqualTo(files(one));
    assertThat(files(other).keySet())
        .containsExactly(
            "calibration.jsonl",
            "comparisons.jsonl",
            "confidence.json",
            "known.journal",
            "pairs.jsonl",
            "verdicts.jsonl");
  }

  // Sampling takes 16 answers, judging 8 pairs and 4 known ones takes 32 and 16 scorings.
  @ParameterizedTest
  @CsvSource({"0, 99", "7, 99", "99, 0", "99, 13", "99, 31", "99, 40"})
  void aKilledStageContinuesAndEndsWithTheSameBytes(int answers, int scorings) throws IOException {
    var inputs = inputs(prompts(5, 3), known(4));
    var settings = settings(Method.YES_NO_BALANCED, "batchSize", 3);
    Path whole = Files.createDirectory(folder.resolve("whole"));
    Path killed = Files.createDirectory(folder.resolve("killed"));
    FeedbackCounts expected = stage(settings, inputs).run(model(), model(), whole);

    var sampler = ScriptedLanguageModel.answering(Script.breakingAfter(answers, Script::unique));
    var judge = ScriptedLanguageModel.scoring(Script.breakingAfter(scorings, Script::scores));
    assertThatThrownBy(() -> stage(settings, inputs).run(sampler, judge, killed))
        .isInstanceOf(Script.Killed.class);
    assertThat(killed.resolve("comparisons.jsonl")).doesNotExist();

    var again = model();
    assertThat(stage(settings, inputs).run(again, model(), killed)).isEqualTo(expected);
    assertThat(files(killed)).isEqualTo(files(whole));
    if (answers == 7) assertThat(again.generations().getFirst().id()).isEqualTo("rt-4/answer/1");
  }

  @Test
  void pairsThatCannotBeJudgedCarryTheirReason() {
    var sampler =
        ScriptedLanguageModel.answering(request ->
            switch (request.id()) {
              case "rt-1/answer/1", "rt-1/answer/2" -> "The same.";
              case "rt-2/answer/2" -> "";
              default -> Script.unique(request);
            });
    FeedbackCounts counts =
        stage(settings(Method.YES_NO_BALANCED), inputs(prompts(5, 0), List.of()))
            .run(sampler, model(), folder);
    assertThat(counts.unreadable()).isEqualTo(2);
    assertThat(counts.labelled()).isEqualTo(3);
    assertThat(comparisons().get(0).verdict().probabilityFirst()).isEmpty();
    assertThat(comparisons().get(0).verdict().reason()).isEqualTo("both answers are the same");
    assertThat(comparisons().get(1).verdict().reason())
        .isEqualTo("the model answered with nothing");
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).startsWith("feedback: 2 of 5 pairs could not be judged");
  }

  @Test
  void tooManyPairsThatCannotBeJudgedStopTheStage() {
    var sampler = ScriptedLanguageModel.answering(request -> "The same.");
    var stage = stage(settings(Method.YES_NO_BALANCED), inputs(prompts(3, 0), List.of()));
    assertThatThrownBy(() -> stage.run(sampler, model(), folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("3 of 3 pairs could not be judged")
        .hasMessageContaining("rt-1: both answers are the same")
        .hasMessageContaining("feedback.most-unreadable=0.5");
  }

  @Test
  void recommendsTheOtherMethodWhereVerdictsFlipWithTheOrder() {
    var biased = ScriptedLanguageModel.scoring(request -> List.of(-1.0, -2.0));
    FeedbackCounts counts =
        stage(settings(Method.MULTIPLE_CHOICE), inputs(prompts(3, 0), List.of()))
            .run(model(), biased, folder);
    assertThat(counts.flipped()).isEqualTo(3);
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).startsWith("feedback: 100 % ").contains("yes-no-balanced");
    assertThat(comparisons())
        .allSatisfy(one -> assertThat(one.verdict().probabilityFirst()).contains(0.5));
  }

  @Test
  void saysNothingWhereFlipsAreFew() {
    // Four of ten flip: not more than 0.4.
    var judge =
        ScriptedLanguageModel.scoring(request ->
            request.id().endsWith("in-order")
                    || List.of("rt-1/", "rt-2/", "rt-3/", "rt-4/").stream()
                        .anyMatch(request.id()::startsWith)
                ? List.of(-1.0, -2.0)
                : List.of(-2.0, -1.0));
    FeedbackCounts counts =
        stage(settings(Method.MULTIPLE_CHOICE), inputs(prompts(9, 1), List.of()))
            .run(model(), judge, folder);
    assertThat(counts.flipped()).isEqualTo(4);
    assertThat(notes).isEmpty();
  }

  @Test
  void calibratesOnKnownPairsOnTheScaleOfTheLabels() {
    // Sampled answers have a gap of 2, the spread; known pairs one of 1 in favour of the better.
    var judge =
        ScriptedLanguageModel.scoring(request -> {
          if (!request.id().endsWith("question-1")) return List.of(0.0, 0.0);
          if (request.id().startsWith("known/"))
            return List.of(
                Script.text(request.prompt()).contains("Assistant: Good") ? 1.0 : 0.0, 0.0);
          return List.of(request.id().contains("/first/") ? 2.0 : 0.0, 0.0);
        });
    FeedbackCounts counts =
        stage(settings(Method.YES_NO_BALANCED), inputs(prompts(2, 0), known(12)))
            .run(model(), judge, folder);
    List<KnownComparison> lines =
        JsonLines.read(folder.resolve("calibration.jsonl"), KnownComparison.class);
    assertThat(counts.known()).isEqualTo(12);
    assertThat(lines).hasSize(12);
    // sigmoid(1 / 2) = 0.622459, on whichever side the better answer was put.
    assertThat(lines)
        .allSatisfy(line -> {
          assertThat(line.probabilityBetter()).isCloseTo(0.622459, within(1e-6));
          assertThat(line.betterIsLonger()).isFalse();
          assertThat(line.source()).isEqualTo("own");
        });
  }

  @Test
  void knownPairsMakeTheLabelsAsSureAsTheJudgeIsRight() {
    // Right on 30 of 40 known pairs, always by a gap of 1; sampled answers have a gap of 1 too.
    var judge =
        ScriptedLanguageModel.scoring(request -> {
          if (!request.id().endsWith("question-1")) return List.of(0.0, 0.0);
          if (!request.id().startsWith("known/"))
            return List.of(request.id().contains("/first/") ? 1.0 : 0.0, 0.0);
          boolean wrong = request.id().matches("known/kc-\\d*[48]/.*|known/kc-(10|20)/.*");
          boolean good = Script.text(request.prompt()).contains("Assistant: Good");
          return List.of(good != wrong ? 1.0 : 0.0, 0.0);
        });
    stage(settings(Method.YES_NO_BALANCED), inputs(prompts(2, 0), known(40)))
        .run(model(), judge, folder);
    LabelConfidence confidence =
        Json.read(folder.resolve("confidence.json"), LabelConfidence.class);
    var harmless = confidence.of(Aim.HARMLESSNESS).orElseThrow();
    assertThat(harmless.source()).isEqualTo(LabelConfidence.ConfidenceSource.KNOWN_COMPARISONS);
    assertThat(harmless.knownPairs()).isEqualTo(40);
    // One right and one wrong pair are added: sigmoid(1 / t) = 31 / 42.
    assertThat(Temperature.sigmoid(1 / harmless.temperature())).isCloseTo(31 / 42.0, within(1e-9));
    List<Comparison> comparisons =
        JsonLines.read(folder.resolve("comparisons.jsonl"), Comparison.class);
    assertThat(comparisons.getFirst().verdict().probabilityFirst().orElseThrow())
        .isCloseTo(31 / 42.0, within(1e-9));
    List<KnownComparison> lines =
        JsonLines.read(folder.resolve("calibration.jsonl"), KnownComparison.class);
    assertThat(lines.stream().filter(line -> line.probabilityBetter() > 0.5)).hasSize(30);
    // Each is labelled by the other folds, so not all with one temperature.
    assertThat(
            lines.stream()
                .map(line -> Math.abs(line.probabilityBetter() - 0.5))
                .map(distance -> Math.round(1e9 * distance))
                .distinct())
        .hasSizeBetween(2, KnownGaps.FOLDS);
    assertThat(lines).extracting(KnownComparison::conversation).doesNotHaveDuplicates();
  }

  @Test
  void putsTheBetterAnswerOfKnownPairsOnADrawnSide() {
    var judge = model();
    stage(settings(Method.MULTIPLE_CHOICE), inputs(List.of(), known(40)))
        .run(model(), judge, folder);
    long betterFirst =
        judge.scorings().stream()
            .filter(request -> request.id().endsWith("/in-order"))
            .filter(request -> Script.text(request.prompt()).contains(" (A) [[[Good answer"))
            .count();
    assertThat(betterFirst).isBetween(8L, 32L);
  }

  @Test
  void needsAPrincipleForEveryAimThatOccurs() {
    var inputs = new FeedbackInputs(prompts(1, 1), List.of(KINDER), EXAMPLES, List.of(), List.of());
    assertThatThrownBy(() -> stage(settings(Method.MULTIPLE_CHOICE), inputs))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no comparison principle with aim helpfulness");
  }

  @Test
  void needsBothKindsOfQuestionsForTheYesNoMethod() {
    var silent =
        new ComparisonPrinciple("mute", Aim.HARMLESSNESS, "Which?", List.of("Good?"), List.of());
    var inputs =
        new FeedbackInputs(prompts(1, 0), List.of(silent, CLEARER), EXAMPLES, List.of(), List.of());
    assertThatThrownBy(() -> stage(settings(Method.YES_NO_BALANCED), inputs))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("mute lacks a positive or a negative question");
    assertThat(stage(settings(Method.MULTIPLE_CHOICE), inputs)).isNotNull();
  }
}
