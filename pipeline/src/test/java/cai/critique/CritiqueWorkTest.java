package cai.critique;

import static cai.critique.CritiqueFixture.KIND;
import static cai.critique.CritiqueFixture.PLAIN;
import static cai.critique.CritiqueFixture.SAFE;
import static cai.critique.CritiqueFixture.chains;
import static cai.critique.CritiqueFixture.helpful;
import static cai.critique.CritiqueFixture.inputs;
import static cai.critique.CritiqueFixture.redTeam;
import static cai.critique.CritiqueFixture.settings;
import static cai.critique.CritiqueFixture.stage;
import static cai.critique.CritiqueFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.critique.RevisionChain.Round;
import cai.critique.acceptance.CandidateVerdict;
import cai.critique.acceptance.GaugedCandidate;
import cai.errors.UserError;
import cai.json.JsonLines;
import cai.language.Generation;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.language.ScriptedLanguageModel.Reply;
import cai.run.Progress;
import cai.run.Seeds;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CritiqueWorkTest {
  @TempDir Path folder;

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

  /// A round whose only candidate was taken.
  private static Round taken(String principle, String critique, String revision) {
    var candidate =
        new GaugedCandidate(
            "", revision, true, CandidateVerdict.TAKEN, Optional.empty(), Optional.empty());
    return new Round(principle, critique, "", revision, true, true, "", List.of(candidate));
  }

  private static List<String> ids(ScriptedLanguageModel model) {
    return model.generations().stream().map(Generation::id).toList();
  }

  @Test
  void respondsCriticisesAndRevisesRoundByRound() {
    var model = unique();
    CritiqueCounts counts =
        stage(model, inputs(redTeam(1), List.of(), PLAIN), "rounds", 2).run(folder);
    assertThat(ids(model))
        .containsExactly(
            "rt-1/response",
            "rt-1/1/critique",
            "rt-1/1/revision/1",
            "rt-1/2/critique",
            "rt-1/2/revision/1");
    RevisionChain chain = chains(folder).getFirst();
    List<String> texts = model.generations().stream().map(g -> Script.unique(g).strip()).toList();
    assertThat(chain.response()).isEqualTo(texts.get(0));
    assertThat(chain.rounds())
        .containsExactly(
            taken("plain", texts.get(1), texts.get(2)), taken("plain", texts.get(3), texts.get(4)));
    assertThat(counts.chains()).isEqualTo(1);
    assertThat(counts.accepted()).isEqualTo(2);
    assertThat(counts.tokens()).isEqualTo(5 * 8);
  }

  @Test
  void theNextRoundSeesTheRevisionButNeitherResponseNorCritique() {
    var model = unique();
    stage(model, inputs(redTeam(1), List.of(), PLAIN), "rounds", 2).run(folder);
    List<String> texts = model.generations().stream().map(g -> Script.unique(g).strip()).toList();
    String second = Script.text(model.generations().get(3).prompt());
    assertThat(second)
        .endsWith(
            "\n\nHuman: Red question 1?\n\nAssistant: "
                + texts.get(2)
                + "\n\nCritiqueRequest: What is wrong?\n\nCritique:")
        .doesNotContain(texts.get(0))
        .doesNotContain(texts.get(1));
  }

  @Test
  void asksWithTheSettingsOfTheRecipe() {
    var model = unique();
    stage(
            model,
            inputs(redTeam(1), helpful(1), PLAIN),
            "helpfulSamples",
            1,
            "temperature",
            0.5,
            "responseTokens",
            11,
            "helpfulTokens",
            Optional.of(14),
            "critiqueTokens",
            12,
            "revisionTokens",
            13,
            "stopAtBlankLine",
            false)
        .run(folder);
    assertThat(model.samplings()).extracting("maxTokens").containsExactly(11, 12, 13, 14);
    assertThat(model.samplings()).allMatch(sampling -> sampling.temperature() == 0.5);
    assertThat(model.samplings().get(1).stops())
        .containsExactly(
            "\n\nCritiqueRequest:", "\n\nRevisionRequest:", "\n\nHuman:", "\n\nAssistant:");
  }

  @Test
  void revisesDirectlyWhereNoCritiqueIsWanted() {
    var model = unique();
    stage(model, inputs(redTeam(1), List.of(), PLAIN), "withCritique", false).run(folder);
    assertThat(ids(model)).containsExactly("rt-1/response", "rt-1/1/revision/1");
    assertThat(chains(folder).getFirst().rounds().getFirst().critique()).isEmpty();
    assertThat(Script.text(model.generations().get(1).prompt())).doesNotContain("Critique");
  }

  @Test
  void theBatchSizeChangesNoArtifact() throws IOException {
    var inputs = inputs(redTeam(11), helpful(5), KIND, SAFE, PLAIN);
    Path other = Files.createDirectory(folder.resolve("other"));
    Path one = Files.createDirectory(folder.resolve("one"));
    stage(unique(), inputs, "rounds", 2, "candidates", 3, "batchSize", 4).run(other);
    stage(unique(), inputs, "rounds", 2, "candidates", 3, "batchSize", 1).run(one);
    assertThat(files(other)).isEqualTo(files(one));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 20, 37, 55, 64})
  void aKilledStageContinuesAndEndsWithTheSameBytes(int calls) throws IOException {
    var inputs = inputs(redTeam(10), helpful(6), KIND, SAFE, PLAIN);
    Object[] settings = {"rounds", 2, "batchSize", 3};
    Path whole = Files.createDirectory(folder.resolve("whole"));
    Path killed = Files.createDirectory(folder.resolve("killed"));
    CritiqueCounts expected = stage(unique(), inputs, settings).run(whole);

    Function<Generation, String> dying = Script.breakingAfter(calls, Script::unique);
    var first = stage(ScriptedLanguageModel.of(dying, Script::scores), inputs, settings);
    // 10 prompts take 50 continuations and 6 helpful ones 12: the last value outlives both.
    if (calls < 62) assertThatThrownBy(() -> first.run(killed)).isInstanceOf(Script.Killed.class);
    else first.run(killed);
    assertThat(Files.exists(killed.resolve("revisions.jsonl"))).isEqualTo(calls >= 62);

    var model = unique();
    assertThat(stage(model, inputs, settings).run(killed)).isEqualTo(expected);
    assertThat(files(killed)).isEqualTo(files(whole));
    if (calls == 20)
      assertThat(ids(model))
          .doesNotContain("rt-1/response", "rt-10/response")
          .contains("rt-1/1/critique");
  }

  @Test
  void leadInsBeginOnlyTheRevisionsOfFlaggedResponses() {
    // rt-1 is flagged: the positive question gets No, the negative one Yes.
    var model =
        ScriptedLanguageModel.of(
            Script::unique,
            request ->
                request.id().startsWith("rt-1/") == request.id().endsWith("question-1")
                    ? List.of(-3.0, -1.0)
                    : List.of(-1.0, -3.0));
    stage(model, inputs(redTeam(2), List.of(), SAFE)).run(folder);
    assertThat(chains(folder).get(0).rounds().getFirst().leadIn())
        .isEqualTo("Please don't, because");
    assertThat(chains(folder).get(0).rounds().getFirst().revision())
        .startsWith("Please don't, because Try ");
    assertThat(chains(folder).get(1).rounds().getFirst().leadIn()).isEmpty();
    assertThat(model.generations().get(4).opening()).isEqualTo(" Please don't, because");
    assertThat(model.generations().get(5).opening()).isEmpty();
    assertThat(model.scorings().getFirst().id()).isEqualTo("rt-1/1/response/question-1");
  }

  @Test
  void theFlagThresholdIsOnTheBalancedScore() {
    // Every response scores (-1 + 3) - (-2 + 3) = 1.
    Function<cai.language.Scoring, List<Double>> scores =
        request -> request.id().endsWith("question-1") ? List.of(-1.0, -3.0) : List.of(-2.0, -3.0);
    var inputs = inputs(redTeam(1), List.of(), SAFE);
    stage(ScriptedLanguageModel.of(Script::unique, scores), inputs, "flagThreshold", 1.0)
        .run(folder);
    assertThat(chains(folder).getFirst().rounds().getFirst().leadIn()).isEmpty();
    stage(ScriptedLanguageModel.of(Script::unique, scores), inputs, "flagThreshold", 1.01)
        .run(fresh());
    assertThat(chains(folder).getFirst().rounds().getFirst().leadIn()).isNotEmpty();
  }

  private Path fresh() {
    try {
      for (String file : files(folder).keySet()) Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return folder;
  }

  @Test
  void leadInsCanBeUsedAlwaysOrNeverWithoutAskingQuestions() {
    for (var leadIns : List.of(CritiqueSettings.LeadIns.ALWAYS, CritiqueSettings.LeadIns.NEVER)) {
      var model = unique();
      stage(model, inputs(redTeam(3), List.of(), SAFE), "leadIns", leadIns).run(fresh());
      assertThat(model.scorings()).isEmpty();
      assertThat(chains(folder))
          .allMatch(chain ->
              chain.rounds().getFirst().leadIn().isEmpty()
                  == (leadIns == CritiqueSettings.LeadIns.NEVER));
    }
  }

  @Test
  void candidatesTakeTheLeadInsInTurnAndThenNone() {
    var model = unique();
    stage(
            model,
            inputs(redTeam(1), List.of(), KIND),
            "leadIns",
            CritiqueSettings.LeadIns.ALWAYS,
            "candidates",
            4)
        .run(folder);
    List<String> openings =
        model.generations().subList(2, 6).stream().map(Generation::opening).toList();
    assertThat(openings.subList(0, 2))
        .containsExactlyInAnyOrder(" I'd rather not, because", " Let us be kind, since");
    assertThat(openings.get(2)).isEmpty();
    assertThat(openings.get(3)).isEqualTo(openings.get(0));
  }

  @Test
  void theBestCandidateByThePrinciplesOwnQuestionsIsKept() {
    var model =
        ScriptedLanguageModel.of(
            Script::unique,
            request ->
                request.id().equals("rt-1/1/candidate/2/question-1")
                    ? List.of(0.0, -5.0)
                    : List.of(-1.0, -1.0));
    stage(
            model,
            inputs(redTeam(1), List.of(), SAFE),
            "leadIns",
            CritiqueSettings.LeadIns.NEVER,
            "candidates",
            3)
        .run(folder);
    assertThat(chains(folder).getFirst().rounds().getFirst().revision())
        .isEqualTo(Script.unique(model.generations().get(3)).strip());
  }

  @Test
  void aCandidateThatAGuardRejectsIsNoChoice() {
    var model =
        new ScriptedLanguageModel(
            request ->
                request.id().endsWith("revision/1")
                    ? new Reply(" No.", -0.1)
                    : new Reply(Script.unique(request), -2),
            Script::scores,
            10_000);
    stage(model, inputs(redTeam(1), List.of(), PLAIN), "candidates", 2).run(folder);
    Round round = chains(folder).getFirst().rounds().getFirst();
    assertThat(round.accepted()).isTrue();
    assertThat(round.revision()).isEqualTo(Script.unique(model.generations().get(3)).strip());
  }

  @Test
  void aRejectedRevisionLeavesTheTextBeforeAndItsReason() {
    var model =
        ScriptedLanguageModel.of(
            request -> request.id().endsWith("/1/revision/1") ? " Never." : Script.unique(request),
            Script::scores);
    CritiqueCounts counts =
        stage(model, inputs(redTeam(1), List.of(), PLAIN), "rounds", 2).run(folder);
    RevisionChain chain = chains(folder).getFirst();
    Round first = chain.rounds().getFirst();
    assertThat(first.accepted()).isFalse();
    assertThat(first.reason()).isEqualTo("has too few words");
    assertThat(first.revision()).isEqualTo(chain.response());
    assertThat(chain.rounds().get(1).accepted()).isTrue();
    assertThat(counts.rounds()).isEqualTo(2);
    assertThat(counts.accepted()).isEqualTo(1);
  }

  @Test
  void anEmptyCritiqueEndsTheRound() {
    var model =
        ScriptedLanguageModel.of(
            request -> request.id().endsWith("critique") ? "\n\n" : Script.unique(request),
            Script::scores);
    stage(model, inputs(redTeam(1), List.of(), PLAIN)).run(folder);
    assertThat(ids(model)).containsExactly("rt-1/response", "rt-1/1/critique");
    assertThat(chains(folder).getFirst().rounds().getFirst().reason())
        .isEqualTo("the critique is empty");
  }

  @Test
  void promptsThatCannotBeAnsweredAreSkippedWithTheirReason() {
    var items = new ArrayList<>(redTeam(3));
    items.add(
        CritiqueFixture.item(
            "rt-long", cai.constitution.Aim.HARMLESSNESS, "very ".repeat(200) + "long?"));
    var notes = new Notes();
    var model =
        new ScriptedLanguageModel(
            request -> new Reply(Script.unique(request), 0), Script::scores, 200);
    CritiqueCounts counts =
        new CritiqueWork(model, settings(), inputs(items, List.of(), PLAIN), new Seeds(1), notes)
            .run(folder);
    assertThat(counts.chains()).isEqualTo(3);
    assertThat(counts.skipped()).isEqualTo(1);
    List<SkippedPrompt> skipped =
        JsonLines.read(folder.resolve("skipped.jsonl"), SkippedPrompt.class);
    assertThat(skipped.getFirst().id()).isEqualTo("rt-long");
    assertThat(skipped.getFirst().reason()).contains("do not fit the context of 200");
    assertThat(notes.sentences).hasSize(1);
    assertThat(notes.sentences.getFirst()).startsWith("critique: skipped 1 of 4 prompts");
  }

  @Test
  void aRoundThatDoesNotFitKeepsTheChain() {
    // The response's prompt has 15 tokens, the critique's 42 and more; 64 new ones must fit too.
    var model =
        new ScriptedLanguageModel(
            request -> new Reply(Script.unique(request), 0), Script::scores, 80);
    stage(model, inputs(redTeam(1), List.of(), PLAIN)).run(folder);
    Round round = chains(folder).getFirst().rounds().getFirst();
    assertThat(round.accepted()).isFalse();
    assertThat(round.reason()).contains("do not fit the context of 80");
  }

  @Test
  void tooManySkippedPromptsStopTheStageWithOneSentence() {
    var model = ScriptedLanguageModel.answering(request -> "");
    var stage = stage(model, inputs(redTeam(2), List.of(), PLAIN));
    assertThatThrownBy(() -> stage.run(folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "critique: skipped 2 of 2 prompts, more than critique.most-skipped=0.5 allows; the"
                + " first is rt-1: the model answered with nothing");
  }

  @Test
  void helpfulPromptsAreAnsweredSeveralTimes() {
    stage(unique(), inputs(List.of(), helpful(2), PLAIN), "helpfulSamples", 3).run(folder);
    List<HelpfulSample> samples =
        JsonLines.read(folder.resolve("helpful.jsonl"), HelpfulSample.class);
    assertThat(samples)
        .extracting(sample -> sample.id() + "/" + sample.sample())
        .containsExactly("hp-1/1", "hp-1/2", "hp-1/3", "hp-2/1", "hp-2/2", "hp-2/3");
    assertThat(samples.stream().map(HelpfulSample::response).distinct()).hasSize(6);
  }

  @Test
  void everyTextCarriesWhetherItEnded() {
    // A revision of more than 13 words is cut off at its last sentence end.
    String cut = " Words a, b, c, d, e. Words f, g, h, i, j, k, l, m, n, o.";
    var model =
        ScriptedLanguageModel.of(
            request ->
                switch (request.id()) {
                  case "rt-1/response" -> " Here is how:\n\n1. Go.";
                  case "rt-1/1/revision/1" -> cut;
                  case "rt-1/2/revision/1" -> " Never.";
                  case "hp-1/helpful/1" -> " Look up.\n\nHuman: more";
                  case "hp-1/helpful/2" -> cut;
                  default -> Script.unique(request);
                },
            Script::scores);
    var notes = new Notes();
    Object[] replaced = {"rounds", 3, "responseTokens", 13, "revisionTokens", 13};
    new CritiqueWork(
            model, settings(replaced), inputs(redTeam(1), helpful(1), PLAIN), new Seeds(1), notes)
        .run(folder);
    RevisionChain chain = chains(folder).getFirst();
    assertThat(chain.response()).isEqualTo("Here is how:");
    assertThat(chain.ended()).isFalse();
    assertThat(chain.rounds().get(0).revision()).isEqualTo("Words a, b, c, d, e.");
    assertThat(chain.rounds()).extracting(Round::accepted).containsExactly(true, false, true);
    // The second revision was rejected, so the text of the first stays and so does its end.
    assertThat(chain.rounds()).extracting(Round::ended).containsExactly(false, false, true);
    assertThat(JsonLines.read(folder.resolve("helpful.jsonl"), HelpfulSample.class))
        .extracting(HelpfulSample::ended)
        .containsExactly(true, false);
    assertThat(notes.sentences)
        .containsExactly(
            "critique: 1 of 1 responses were cut off before their end; a larger"
                + " critique.response-tokens lets more of them end",
            "critique: 1 of 2 accepted revisions were cut off before their end; a larger"
                + " critique.revision-tokens lets more of them end",
            "critique: 1 of 2 helpful samples were cut off before their end; a larger"
                + " critique.response-tokens lets more of them end");
  }

  @Test
  void aCandidateThatEndedIsNotPreferred() {
    var model =
        new ScriptedLanguageModel(
            request ->
                request.id().endsWith("revision/1")
                    ? new Reply(" One two three four. Five six seven eight nine ten.", -0.1)
                    : new Reply(Script.unique(request), -2),
            Script::scores,
            10_000);
    stage(model, inputs(redTeam(1), List.of(), PLAIN), "candidates", 2, "revisionTokens", 9)
        .run(folder);
    Round round = chains(folder).getFirst().rounds().getFirst();
    assertThat(round.revision()).isEqualTo("One two three four.");
    assertThat(round.ended()).isFalse();
  }

  private static final class Notes implements Progress {
    final List<String> sentences = new ArrayList<>();

    @Override
    public void begin(String stage, String what, long total, String unit) {}

    @Override
    public void advance(long done) {}

    @Override
    public void note(String sentence) {
      sentences.add(sentence);
    }

    @Override
    public void end() {}
  }
}
