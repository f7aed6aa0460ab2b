package cai.evaluation;

import static cai.evaluation.EvaluationFixture.PRINCIPLES;
import static cai.evaluation.EvaluationFixture.gauges;
import static cai.evaluation.EvaluationFixture.inputs;
import static cai.evaluation.EvaluationFixture.prompts;
import static cai.evaluation.EvaluationFixture.run;
import static cai.evaluation.EvaluationFixture.settings;
import static cai.evaluation.EvaluationFixture.stage;
import static cai.evaluation.EvaluationFixture.turns;
import static cai.evaluation.items.ItemFixture.hhh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.evaluation.EvaluationFixture.Models;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.json.Json;
import cai.json.JsonLines;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluationWorkTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

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

  private List<MeasuredAnswer> answers(String file) {
    return JsonLines.read(folder.resolve(file), MeasuredAnswer.class);
  }

  private EvaluationSummary summary() {
    return Json.read(folder.resolve("summary.json"), EvaluationSummary.class);
  }

  private ModelSummary mean(String model, Aim aim, String measure) {
    return summary().models().stream()
        .filter(m -> m.model().equals(model) && m.aim() == aim && m.measure().equals(measure))
        .findFirst()
        .orElseThrow();
  }

  private WinRate rate(String by, String first, String second) {
    return summary().winRates().stream()
        .filter(r -> r.by().equals(by) && r.first().equals(first) && r.second().equals(second))
        .findFirst()
        .orElseThrow();
  }

  /// Runs with models that answer by the id of the request, and a preference model that counts the
  /// characters of an answer.
  private EvaluationCounts answered(
      EvaluationSettings settings,
      EvaluationInputs inputs,
      Map<String, Function<String, String>> texts) {
    EvaluationWork stage = stage(settings, inputs, notes);
    var all = new ArrayList<ModelAnswers>();
    new TreeMap<>(texts)
        .descendingMap()
        .forEach((name, text) -> {
          var model = ScriptedLanguageModel.answering(request -> text.apply(request.id()));
          all.add(stage.answer(Contender.named(name.substring(2)), model, folder));
        });
    // Says Yes to the first question of each answer as strongly as the answer is long.
    var judge =
        ScriptedLanguageModel.scoring(request ->
            List.of(
                request.id().endsWith("question-1")
                    ? (double) Script.text(request.prompt()).length()
                    : 0.0,
                0.0));
    PreferenceScorer scorer =
        dialogues -> dialogues.stream().mapToDouble(d -> d.last().text().length()).toArray();
    AnswerScores judged = settings.judge() ? stage.judge(judge, all, folder) : AnswerScores.none();
    return stage.write(
        all, gauges(judged, stage.score(scorer, all, folder)), Optional.empty(), folder);
  }

  @Test
  void everyModelAnswersEveryPromptInTheSameWay() {
    EvaluationWork stage =
        stage(settings("samples", 2, "temperature", 0.3), inputs(prompts(1, 1), 3), notes);
    var model = Models.sound().answering("x");
    stage.answer(Contender.SL_CAI, model, folder);
    assertThat(model.generations())
        .extracting("id")
        .containsExactly(
            "rt-1/evaluation/1",
            "rt-1/evaluation/2",
            "hp-1/evaluation/1",
            "hp-1/evaluation/2",
            "chain-1/evaluation/1",
            "chain-2/evaluation/1");
    assertThat(model.samplings()).extracting("temperature").containsOnly(0.3);
    assertThat(model.samplings())
        .extracting("seed")
        .containsOnly(new Seeds(1).seed("evaluation", "sampling"));
    assertThat(model.samplings().getFirst().stops()).doesNotContain("\n\n");
  }

  @Test
  void writesALineForEachAnswerOfEachModelAndForEachTextOfAChain() {
    run(stage(settings("samples", 2), inputs(prompts(2, 1), 3), notes), Models.sound(), folder);
    assertThat(answers("answers.jsonl"))
        .hasSize(3 * 2 * 3)
        .extracting(MeasuredAnswer::id, MeasuredAnswer::aim, MeasuredAnswer::model)
        .startsWith(
            org.assertj.core.groups.Tuple.tuple("rt-1", Aim.HARMLESSNESS, Contender.HELPFUL.name()),
            org.assertj.core.groups.Tuple.tuple("rt-1", Aim.HARMLESSNESS, Contender.SL_CAI.name()),
            org.assertj.core.groups.Tuple.tuple("rt-1", Aim.HARMLESSNESS, Contender.RL_CAI.name()))
        .endsWith(
            org.assertj.core.groups.Tuple.tuple("hp-1", Aim.HELPFULNESS, Contender.RL_CAI.name()));
    assertThat(answers("answers.jsonl")).allSatisfy(a -> assertThat(a.judgeScore()).isPresent());
    assertThat(answers("examples.jsonl"))
        .hasSize(2 * 3)
        .extracting(MeasuredAnswer::id)
        .contains("chain-2");
    List<RevisionScore> scores =
        JsonLines.read(folder.resolve("revision-scores.jsonl"), RevisionScore.class);
    assertThat(scores).hasSize(9);
    assertThat(scores).extracting(RevisionScore::round).startsWith(0, 1, 2, 0, 1, 2);
    // A rejected revision is the text before it: the same score, not nearly the same.
    assertThat(scores.get(1).score()).isEqualTo(scores.get(2).score());
    assertThat(scores.get(1).words()).isEqualTo(3);
    assertThat(notes).isEmpty();
  }

  @Test
  void meansAndWinRatesAreThoseOfTheAnswers() {
    // Lengths of sl-cai: 4, 2; of initial: 2, 2. Prompt 2 has the same answer twice: a tie.
    answered(
        settings(),
        inputs(prompts(2, 0), 0),
        Map.of(
            "2-initial", id -> "no",
            "1-sl-cai", id -> id.startsWith("rt-1") ? "yeah" : "no"));
    assertThat(mean("initial", Aim.HARMLESSNESS, "score").mean()).isEqualTo(2);
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "score").mean()).isEqualTo(3);
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "score").low()).isEqualTo(2);
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "score").high()).isEqualTo(4);
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "words").mean()).isEqualTo(1);
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "words").n()).isEqualTo(2);
    for (String by : List.of("preference-model", "feedback-model")) {
      WinRate rate = rate(by, "sl-cai", "initial");
      assertThat(rate.rate()).isEqualTo(0.75);
      assertThat(rate.n()).isEqualTo(2);
      assertThat(rate.ties()).isEqualTo(1);
    }
    assertThat(summary().models()).hasSize(2 * 9);
    assertThat(summary().hhh()).isEmpty();
  }

  @Test
  void turnsOfOneConversationAreOneClusterOfAnInterval() {
    // Four turns of one conversation score 1, four ordinary prompts score 5.
    var prompts = new ArrayList<PromptItem>(turns(4));
    prompts.addAll(prompts(4, 0));
    answered(
        settings(),
        inputs(prompts, 0),
        Map.of("2-initial", id -> "x", "1-sl-cai", id -> id.startsWith("talk") ? "x" : "words"));
    assertThat(answers("answers.jsonl"))
        .filteredOn(answer -> answer.id().startsWith("talk"))
        .extracting(MeasuredAnswer::conversation)
        .containsOnly("talk");
    // Taken as 8 independent answers the interval would be [1.5, 4.5]; a third of the resamples of
    // 5 clusters hold no turn of the talk, so it reaches 5.
    ModelSummary score = mean("sl-cai", Aim.HARMLESSNESS, "score");
    assertThat(score.mean()).isEqualTo(3);
    assertThat(score.low()).isBetween(1.5, 1.6);
    assertThat(score.high()).isEqualTo(5);
  }

  @Test
  void answersThatWereCutOffAreCountedAndSaid() {
    answered(
        settings("answerTokens", 2),
        inputs(prompts(3, 0), 0),
        Map.of(
            "2-initial", id -> "no",
            "1-sl-cai", id -> id.startsWith("rt-1") ? "one two three" : "no\n\nHuman: b"));
    assertThat(answers("answers.jsonl")).filteredOn(a -> !a.ended()).hasSize(1);
    assertThat(answers("answers.jsonl").get(1).text()).isEqualTo("one two");
    assertThat(mean("initial", Aim.HARMLESSNESS, "cutOff").mean()).isZero();
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "cutOff").mean()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(notes)
        .containsExactly(
            "evaluation: 1 of 3 answers of sl-cai were cut off before their end; a larger"
                + " evaluation.answer-tokens lets more of them end");
  }

  @Test
  void theJudgeAsksUnderPrinciplesDrawnForThePromptAlike() {
    EvaluationWork stage = stage(settings("judgePrinciples", 2), inputs(prompts(12, 1), 0), notes);
    var models = Models.sound();
    List<ModelAnswers> all =
        List.of(
            stage.answer(Contender.HELPFUL, models.answering("initial"), folder),
            stage.answer(Contender.SL_CAI, models.answering("sl-cai"), folder));
    var judge = models.judge();
    stage.judge(judge, all, folder);
    var drawn = new TreeMap<String, List<String>>();
    judge
        .scorings()
        .forEach(request -> {
          String[] parts = request.id().split("/");
          drawn
              .computeIfAbsent(parts[0] + "/" + parts[1], _ -> new ArrayList<>())
              .add(parts[4] + "/" + parts[5]);
        });
    assertThat(drawn).hasSize(26);
    for (int i = 1; i <= 12; i++) {
      assertThat(drawn.get("initial/rt-" + i)).hasSize(4).doesNotHaveDuplicates();
      assertThat(drawn.get("sl-cai/rt-" + i)).isEqualTo(drawn.get("initial/rt-" + i));
      assertThat(drawn.get("sl-cai/rt-" + i)).noneMatch(one -> one.startsWith("clearer"));
    }
    assertThat(drawn.get("initial/hp-1"))
        .containsExactly("clearer/question-1", "clearer/question-2");
    assertThat(drawn.values().stream().distinct()).hasSizeGreaterThan(3);
  }

  @Test
  void emptyAnswersAreCountedAndScoredButNotJudged() {
    answered(
        settings(),
        inputs(prompts(3, 0), 0),
        Map.of("2-initial", id -> "word", "1-sl-cai", id -> id.startsWith("rt-2") ? "word" : " "));
    assertThat(answers("answers.jsonl")).hasSize(6);
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "words").mean()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "score").n()).isEqualTo(3);
    assertThat(mean("sl-cai", Aim.HARMLESSNESS, "judgeScore").n()).isEqualTo(1);
    assertThat(rate("feedback-model", "sl-cai", "initial").n()).isEqualTo(1);
    assertThat(rate("preference-model", "sl-cai", "initial").rate())
        .isCloseTo(1 / 6.0, within(1e-12));
    assertThat(summary().exclusions())
        .containsExactly(
            "2 of 3 answers of sl-cai are empty: they have no feedback-model score and count in all"
                + " other numbers.");
    assertThat(notes).containsExactly("evaluation: " + summary().exclusions().getFirst());
  }

  @Test
  void modelsThatSayNothingAtAllStillGiveASummary() {
    answered(
        settings(), inputs(prompts(2, 2), 2), Map.of("2-initial", id -> "", "1-sl-cai", id -> ""));
    assertThat(mean("sl-cai", Aim.HELPFULNESS, "words").mean()).isZero();
    assertThat(rate("preference-model", "sl-cai", "initial").ties()).isEqualTo(2);
    assertThat(summary().winRates()).noneMatch(rate -> rate.by().equals("feedback-model"));
  }

  @Test
  void promptsThatDoNotFitAreLeftOutAndNamed() {
    EvaluationWork stage =
        stage(settings("answerTokens", 5, "likelihoods", false), inputs(prompts(2, 0), 0), notes);
    var small =
        new ScriptedLanguageModel(
            request -> new ScriptedLanguageModel.Reply("text", 0), Script::scores, 6);
    List<ModelAnswers> all =
        List.of(
            stage.answer(Contender.HELPFUL, Models.sound().answering("initial"), folder),
            stage.answer(Contender.SL_CAI, small, folder));
    AnswerScores judged = stage.judge(Models.sound().judge(), all, folder);
    AnswerScores scored = stage.score(Models.sound().scorer(), all, folder);
    stage.write(all, gauges(judged, scored), Optional.empty(), folder);
    assertThat(answers("answers.jsonl")).extracting(MeasuredAnswer::model).containsOnly("initial");
    assertThat(summary().winRates()).isEmpty();
    assertThat(summary().exclusions())
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("2 of 2 answers of sl-cai are missing")
        .contains("the first is rt-1: prompt of ")
        .endsWith("do not fit the context of 6.");
  }

  @Test
  void scoresThatAreNoNumbersCountNowhere() {
    EvaluationWork stage = stage(settings(), inputs(prompts(3, 0), 1), notes);
    List<ModelAnswers> all =
        List.of(stage.answer(Contender.HELPFUL, Models.sound().answering("initial"), folder));
    PreferenceScorer broken =
        dialogues ->
            dialogues.stream()
                .mapToDouble(d -> d.turns().getFirst().text().contains("rt-2") ? Double.NaN : 1)
                .toArray();
    var nan = ScriptedLanguageModel.scoring(request -> List.of(Double.NaN, 0.0));
    AnswerScores judged = stage.judge(nan, all, folder);
    stage.write(all, gauges(judged, stage.score(broken, all, folder)), Optional.empty(), folder);
    assertThat(answers("answers.jsonl"))
        .extracting(MeasuredAnswer::id)
        .containsExactly("rt-1", "rt-3");
    assertThat(answers("answers.jsonl")).allMatch(answer -> answer.judgeScore().isEmpty());
    assertThat(mean("initial", Aim.HARMLESSNESS, "score").n()).isEqualTo(2);
    assertThat(summary().exclusions())
        .hasSize(2)
        .anyMatch(s -> s.startsWith("1 of 3 answers of initial have no preference-model score"))
        .anyMatch(s -> s.startsWith("3 of 3 answers of initial have no feedback-model score"));
  }

  @Test
  void aTextThatThePreferenceModelCannotReadIsOneSkippedItem() {
    EvaluationWork stage = stage(settings("batchSize", 2), inputs(prompts(3, 0), 1), notes);
    List<ModelAnswers> all =
        List.of(stage.answer(Contender.HELPFUL, Models.sound().answering("initial"), folder));
    var asked = new ArrayList<Dialogue>();
    var narrow =
        new PreferenceScorer() {
          @Override
          public double[] score(List<Dialogue> answered) {
            asked.addAll(answered);
            return new double[answered.size()];
          }

          @Override
          public Optional<String> refusal(Dialogue answered) {
            return answered.turns().getFirst().text().contains("rt-2")
                ? Optional.of("a dialogue of 99 tokens does not fit the context of 64")
                : Optional.empty();
          }
        };
    stage.write(
        all,
        gauges(AnswerScores.none(), stage.score(narrow, all, folder)),
        Optional.empty(),
        folder);
    assertThat(asked).noneMatch(one -> one.turns().getFirst().text().contains("rt-2"));
    assertThat(answers("answers.jsonl"))
        .extracting(MeasuredAnswer::id)
        .containsExactly("rt-1", "rt-3");
    assertThat(summary().exclusions())
        .contains(
            "The preference model could not read 1 text, which has no score; the first is"
                + " initial/rt-2/evaluation/1: a dialogue of 99 tokens does not fit the context of"
                + " 64.");
    // Read back from the journal, the reason is still there.
    assertThat(stage.score(narrow, all, folder).refused()).hasSize(1);
  }

  @Test
  void withoutAJudgeOrQuestionsForItThereAreNoJudgements() {
    answered(
        settings("judge", false),
        inputs(prompts(2, 0), 0),
        Map.of("2-initial", id -> "a", "1-sl-cai", id -> "b"));
    assertThat(answers("answers.jsonl")).allMatch(answer -> answer.judgeScore().isEmpty());
    assertThat(summary().exclusions()).isEmpty();

    var silent =
        new ComparisonPrinciple("mute", Aim.HARMLESSNESS, "Which?", List.of("Good?"), List.of());
    answered(
        settings(),
        inputs(prompts(2, 0), 0, List.of(silent, PRINCIPLES.getLast())),
        Map.of("2-initial", id -> "a", "1-sl-cai", id -> "b"));
    assertThat(summary().exclusions())
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("The feedback model judged no answers under harmlessness");
  }

  @Test
  void drawsRevisionChainsWhereThereAreMoreThanAreScored() {
    answered(
        settings("revisionChains", 4),
        inputs(prompts(1, 0), 20),
        Map.of("2-initial", id -> "a", "1-sl-cai", id -> "b"));
    List<String> ids =
        JsonLines.read(folder.resolve("revision-scores.jsonl"), RevisionScore.class).stream()
            .map(RevisionScore::id)
            .distinct()
            .toList();
    assertThat(ids).hasSize(4).isNotEqualTo(List.of("chain-1", "chain-2", "chain-3", "chain-4"));
    assertThat(ids)
        .isSortedAccordingTo(
            java.util.Comparator.comparingInt(id -> Integer.parseInt(id.substring(6))));
    assertThat(summary().exclusions())
        .containsExactly("4 of 20 revision chains were drawn to be scored; the others were not.");
  }

  @Test
  void theBatchSizeChangesNoArtifact() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path one = Files.createDirectory(folder.resolve("one"));
    Path hhh = hhh(folder);
    for (var run : Map.of(other, 5, one, 1).entrySet())
      run(
          stage(
              settings("batchSize", run.getValue(), "hhh", Optional.of(hhh)),
              inputs(prompts(4, 3), 5),
              notes),
          Models.sound(),
          run.getKey());
    assertThat(files(other)).isEqualTo(files(one));
    assertThat(files(other).keySet())
        .containsExactly(
            "answers-initial.journal",
            "answers-rl-cai.journal",
            "answers-sl-cai.journal",
            "answers.jsonl",
            "examples.jsonl",
            "hhh-initial.journal",
            "hhh-rl-cai.journal",
            "hhh-sl-cai.journal",
            "judgements.journal",
            "probe-initial.journal",
            "probe-rl-cai.journal",
            "probe-sl-cai.journal",
            "readings.journal",
            "revision-scores.jsonl",
            "scores.journal",
            "summary.json");
  }

  @Test
  void aStageKilledInAnyPhaseContinuesAndEndsWithTheSameBytes() throws IOException {
    var settings = settings("batchSize", 3, "hhh", Optional.of(hhh(folder)));
    EvaluationInputs inputs = inputs(prompts(3, 1), 3);
    Path whole = Files.createDirectory(folder.resolve("whole"));
    var counted = Models.sound();
    EvaluationCounts expected = run(stage(settings, inputs, notes), counted, whole);
    int calls = Integer.MAX_VALUE - counted.calls()[0];
    assertThat(calls).isGreaterThan(100);
    // Batches take 3, 6 or about 12 calls, so that these fall on and between their ends.
    for (int after = 0; after < calls; after += 17) {
      Path killed = Files.createDirectory(folder.resolve("killed-" + after));
      var broken = Models.breakingAfter(after);
      assertThatThrownBy(() -> run(stage(settings, inputs, notes), broken, killed))
          .isInstanceOf(Script.Killed.class);
      assertThat(killed.resolve("summary.json")).doesNotExist();
      var again = Models.sound();
      assertThat(run(stage(settings, inputs, notes), again, killed)).isEqualTo(expected);
      assertThat(files(killed)).isEqualTo(files(whole));
      // Finished batches are not made again, only the last of each file where it is not full.
      if (after > calls - 17)
        assertThat(Integer.MAX_VALUE - again.calls()[0]).isLessThan(calls / 2);
    }
  }

  @Test
  void summaryIsThatOfTheGoldenFile() throws IOException {
    run(
        stage(
            settings("samples", 2, "hhh", Optional.of(hhh(folder))),
            inputs(prompts(4, 3), 5),
            notes),
        Models.sound(),
        folder);
    try (InputStream golden = getClass().getResourceAsStream("golden-summary.json")) {
      assertThat(Files.readString(folder.resolve("summary.json")))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void equalAnswersToOnePromptAreScoredOnce() {
    EvaluationWork stage = stage(settings("batchSize", 2), inputs(prompts(5, 0), 0), notes);
    Function<cai.language.Generation, String> same = request -> "Same.";
    List<ModelAnswers> all =
        List.of(
            stage.answer(Contender.HELPFUL, ScriptedLanguageModel.answering(same), folder),
            stage.answer(Contender.SL_CAI, ScriptedLanguageModel.answering(same), folder));
    var asked = new ArrayList<Dialogue>();
    stage.score(
        dialogues -> {
          asked.addAll(dialogues);
          return new double[dialogues.size()];
        },
        all,
        folder);
    assertThat(asked).hasSize(5).doesNotHaveDuplicates();
  }
}
