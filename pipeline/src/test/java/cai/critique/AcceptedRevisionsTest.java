package cai.critique;

import static cai.critique.CritiqueFixture.PLAIN;
import static cai.critique.CritiqueFixture.SAFE;
import static cai.critique.CritiqueFixture.acceptance;
import static cai.critique.CritiqueFixture.inputs;
import static cai.critique.CritiqueFixture.redTeam;
import static cai.critique.CritiqueFixture.settings;
import static cai.critique.acceptance.CandidateVerdict.ANOTHER_BETTER;
import static cai.critique.acceptance.CandidateVerdict.NOTHING_OF_ITS_OWN;
import static cai.critique.acceptance.CandidateVerdict.NOT_FLUENT;
import static cai.critique.acceptance.CandidateVerdict.OFF_TOPIC;
import static cai.critique.acceptance.CandidateVerdict.TAKEN;
import static cai.critique.acceptance.CandidateVerdict.TOO_SHORT;
import static cai.critique.acceptance.CandidateVerdict.WORSE_UNDER_PRINCIPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.constitution.CritiquePrinciple;
import cai.critique.CritiqueSettings.LeadIns;
import cai.critique.RevisionChain.Round;
import cai.critique.acceptance.CandidateVerdict;
import cai.critique.acceptance.GaugedCandidate;
import cai.critique.acceptance.TextReading;
import cai.critique.acceptance.VerdictCounts;
import cai.json.JsonLines;
import cai.language.Generation;
import cai.language.Scoring;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.run.Progress;
import cai.run.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which candidates are accepted by how they read and under the principle.
final class AcceptedRevisionsTest {
  @TempDir private Path folder;

  /// What the scripted model thinks of texts that contain a word: topic, fluency, balance.
  private final Map<String, double[]> opinions = new HashMap<>();

  private final Map<String, String> texts = new HashMap<>();

  private String text(Generation request) {
    return texts.getOrDefault(request.id(), Script.unique(request));
  }

  private double[] opinion(String text) {
    return opinions.entrySet().stream()
        .filter(one -> text.contains(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new double[] {1, -3, 0});
  }

  private List<Double> scores(Scoring request) {
    if (request.id().contains("/question-")) {
      double half = opinion(Script.text(request.prompt()))[2] / 2;
      return request.id().endsWith("question-1") ? List.of(half, 0.0) : List.of(0.0, half);
    }
    double[] opinion = opinion(request.continuations().getLast());
    double perToken = opinion[1] + (request.id().endsWith("after-prompt") ? opinion[0] : 0);
    return request.continuations().stream()
        .map(one -> perToken * one.strip().split("\\s+").length)
        .toList();
  }

  private ScriptedLanguageModel model() {
    return ScriptedLanguageModel.of(this::text, this::scores);
  }

  private CritiqueCounts run(Path to, CritiqueInputs inputs, Object... replaced) {
    return work(model(), inputs, replaced).run(to);
  }

  private static CritiqueWork work(
      ScriptedLanguageModel model, CritiqueInputs inputs, Object... replaced) {
    Map<String, Object> values = new HashMap<>();
    values.put("acceptance", BOUNDS);
    values.put("leadIns", LeadIns.NEVER);
    for (int i = 0; i < replaced.length; i += 2) values.put((String) replaced[i], replaced[i + 1]);
    Object[] all =
        values.entrySet().stream()
            .flatMap(one -> Stream.of(one.getKey(), one.getValue()))
            .toArray();
    return new CritiqueWork(model, settings(all), inputs, new Seeds(1), Progress.silent());
  }

  private static final Object BOUNDS =
      acceptance("leastTopic", 0.5, "leastFluency", -4.5, "mostPrincipleLoss", Optional.of(0.5));

  private List<RevisionChain> chains() {
    return JsonLines.read(folder.resolve("revisions.jsonl"), RevisionChain.class);
  }

  private static List<CandidateVerdict> verdicts(Round round) {
    return round.candidates().stream().map(GaugedCandidate::verdict).toList();
  }

  private static CritiqueInputs one(CritiquePrinciple principle) {
    return inputs(redTeam(1), List.of(), principle);
  }

  @Test
  void theBestOfTheCandidatesThatReadWellIsTakenAndEachHasItsVerdict() {
    texts.put("rt-1/1/revision/1", " Villages are for people who talk.");
    texts.put("rt-1/1/revision/2", " Blurb flurb glurb slurb wurb.");
    texts.put("rt-1/1/revision/3", " No.");
    opinions.put("Villages", new double[] {0.25, -3, 0});
    opinions.put("Blurb", new double[] {1, -5, 0});
    run(folder, one(PLAIN), "candidates", 5);
    Round round = chains().getFirst().rounds().getFirst();
    assertThat(verdicts(round))
        .containsExactly(OFF_TOPIC, NOT_FLUENT, TOO_SHORT, TAKEN, ANOTHER_BETTER);
    assertThat(round.accepted()).isTrue();
    assertThat(round.revision()).isEqualTo(round.candidates().get(3).text());
    // What a guard refused is not read, nor what comes behind the one that is taken.
    assertThat(round.candidates())
        .extracting(GaugedCandidate::reading)
        .containsExactly(
            Optional.of(new TextReading(-2.75, -3, 6)),
            Optional.of(new TextReading(-4, -5, 5)),
            Optional.empty(),
            Optional.of(new TextReading(-2, -3, 8)),
            Optional.empty());
  }

  @Test
  void whatIsWorseUnderThePrincipleIsRefusedAndTheBetterOfTheRestTaken() {
    texts.put("rt-1/1/revision/1", " Here is the worst of all ways.");
    texts.put("rt-1/1/revision/2", " Ask them for what you need.");
    texts.put("rt-1/1/revision/3", " Never mind and have some tea.");
    opinions.put("worst", new double[] {1, -3, -0.75});
    opinions.put("Ask", new double[] {1, -3, 2});
    opinions.put("mind", new double[] {1, -3, -0.25});
    run(folder, one(SAFE), "candidates", 3);
    Round round = chains().getFirst().rounds().getFirst();
    assertThat(verdicts(round)).containsExactly(WORSE_UNDER_PRINCIPLE, TAKEN, ANOTHER_BETTER);
    assertThat(round.candidates())
        .extracting(GaugedCandidate::balance)
        .containsExactly(Optional.of(-0.75), Optional.of(2.0), Optional.of(-0.25));
  }

  @Test
  void aCandidateThatRanksFirstAndIsRefusedMakesRoomForTheNext() {
    texts.put("rt-1/1/revision/1", " Ask them for what you need.");
    texts.put("rt-1/1/revision/2", " Villages are for people who talk.");
    opinions.put("Ask", new double[] {1, -3, 1});
    opinions.put("Villages", new double[] {0.25, -3, 2});
    run(folder, one(SAFE), "candidates", 2);
    assertThat(verdicts(chains().getFirst().rounds().getFirst())).containsExactly(TAKEN, OFF_TOPIC);
  }

  @Test
  void withoutAnAcceptedCandidateTheTextBeforeStays() {
    texts.put("rt-1/1/revision/1", " Villages are for people who talk.");
    opinions.put("Villages", new double[] {0, -3, 0});
    CritiqueCounts counts = run(folder, one(PLAIN), "rounds", 2);
    RevisionChain chain = chains().getFirst();
    assertThat(chain.rounds().get(0).accepted()).isFalse();
    assertThat(chain.rounds().get(0).reason()).isEqualTo("is off topic");
    assertThat(chain.rounds().get(0).revision()).isEqualTo(chain.response());
    assertThat(chain.rounds().get(1).accepted()).isTrue();
    assertThat(counts.verdicts())
        .containsExactly(
            new VerdictCounts(new TreeMap<>(Map.of(OFF_TOPIC, 1))),
            new VerdictCounts(new TreeMap<>(Map.of(TAKEN, 1))));
    assertThat(counts.untaught()).isZero();
    assertThat(counts.teachingNothing()).isEmpty();
  }

  @Test
  void promptsOfWhichNothingIsTakenTeachNothingAndTheUserIsTold() {
    for (int i = 1; i <= 3; i++)
      texts.put("rt-" + i + "/1/revision/1", " Villages are for people who talk.");
    opinions.put("Villages", new double[] {0, -3, 0});
    CritiqueCounts counts = run(folder, inputs(redTeam(4), List.of(), PLAIN));
    assertThat(counts.untaught()).isEqualTo(3);
    assertThat(counts.teachingNothing().orElseThrow())
        .startsWith("3 of 4 red-team prompts teach nothing");
  }

  @Test
  void aRevisionIsNotCutBackIntoItsLeadInAndWithoutWordsOfItsOwnSaysNothing() {
    String leadIn = "Stop right there, please. I say that because";
    var led = new CritiquePrinciple("led", "What?", "Fix.", List.of(leadIn), List.of(), List.of());
    texts.put("rt-1/1/revision/1", " one two three four five six seven eight");
    texts.put("rt-2/1/revision/1", "");
    var inputs = inputs(redTeam(2), List.of(), led);
    run(folder, inputs, "leadIns", LeadIns.ALWAYS, "revisionTokens", 6);
    Round cut = chains().get(0).rounds().getFirst();
    assertThat(cut.revision()).isEqualTo(leadIn + " one two three four five six");
    assertThat(cut.ended()).isFalse();
    assertThat(verdicts(chains().get(1).rounds().getFirst())).containsExactly(NOTHING_OF_ITS_OWN);
  }

  @Test
  void aFlaggedResponseIsNotAskedAboutTwice() {
    var model = model();
    work(model, one(SAFE), "leadIns", LeadIns.FLAGGED, "flagThreshold", 1.0).run(folder);
    List<String> questions =
        model.scorings().stream().map(Scoring::id).filter(id -> id.contains("question-1")).toList();
    assertThat(questions)
        .containsExactly("rt-1/1/response/question-1", "rt-1/1/candidate/1/question-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 9, 17})
  void aKilledStageContinuesAndEndsWithTheSameBytes(int calls) throws IOException {
    var inputs = inputs(redTeam(9), List.of(), SAFE, PLAIN);
    Object[] settings = {"rounds", 2, "batchSize", 4, "candidates", 2};
    Path whole = Files.createDirectory(folder.resolve("whole"));
    Path killed = Files.createDirectory(folder.resolve("killed"));
    run(whole, inputs, settings);
    var dying = ScriptedLanguageModel.of(this::text, Script.breakingAfter(calls, this::scores));
    assertThatThrownBy(() -> work(dying, inputs, settings).run(killed))
        .isInstanceOf(Script.Killed.class);
    run(killed, inputs, settings);
    for (String file : List.of("chains.journal", "revisions.jsonl"))
      assertThat(Files.readString(killed.resolve(file)))
          .isEqualTo(Files.readString(whole.resolve(file)));
  }
}
