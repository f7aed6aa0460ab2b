package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.language.local.LocalModels;
import cai.provenance.BareIdentity;
import cai.recipe.Installation;
import cai.run.Progress;
import cai.run.Run;
import cai.run.StageWord;
import cai.transformer.Arithmetic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Edits of a run: what they do not touch is taken over, and what comes of them is what a run from
/// nothing gives.
final class RedoTest {
  private static final String SENTENCES =
      "principles:\n  - Never make fun of people.\n  - Say so when you are not sure.\n";

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  @Test
  void anEditedSentenceMakesOnlyTheChainsAgainThatDrewIt() throws IOException {
    Path constitution = Files.writeString(folder.resolve("mine.yaml"), SENTENCES);
    String file = "constitution.files=[" + constitution + "]";
    run("edited", StageWord.CRITIQUE, 1, file, "critique.rounds=1", "prompts.red-team-train=6");
    Files.writeString(constitution, SENTENCES.replace("not sure", "in doubt"));
    Path edited =
        run("edited", StageWord.CRITIQUE, 1, file, "critique.rounds=1", "prompts.red-team-train=6");
    assertThat(notes)
        .contains("constitution: principle 'mine-02' changed")
        .contains("constitution: changed since the last run: file " + constitution)
        .anyMatch(note ->
            note.startsWith("critique: changed since the last run: constitution/constitution.json"))
        .contains("critique: responses: 6 of 6 are taken over from earlier results")
        .contains("critique: helpful samples: 6 of 6 are taken over from earlier results")
        .anyMatch(
            note -> note.matches("critique: critiques and revisions: [1-5] of 6 are taken.*"));
    Path whole =
        run("whole", StageWord.CRITIQUE, 1, file, "critique.rounds=1", "prompts.red-team-train=6");
    assertSame(edited, whole);
  }

  @Test
  void newLabelsNeedNoSamplingAndNoJudging() throws IOException {
    String[] few = {"critique.rounds=1", "prompts.red-team-train=3"};
    run("labels", StageWord.FEEDBACK, 1, few);
    String[] clamped = {few[0], few[1], "feedback.label=clamped", "feedback.drop-share=0.3"};
    Path again = run("labels", StageWord.FEEDBACK, 1, clamped);
    assertThat(notes)
        .contains(
            "critique: done before, not done again",
            "finetuning: done before, not done again",
            "feedback: answers in pairs: 9 of 9 are taken over from earlier results",
            "feedback: judgements of pairs: 9 of 9 are taken over from earlier results")
        .contains(
            "feedback: changed since the last run: feedback.drop-share=0.3 (was 0.0),"
                + " feedback.label=clamped (was soft)");
    assertSame(again, run("clamped", StageWord.FEEDBACK, 1, clamped));
  }

  @Test
  void oneMoreKnownComparisonRedoesNothingBeforeFeedback() throws IOException {
    Path shipped = Installation.home().resolve("prompts/known-comparisons.jsonl");
    List<String> lines = Files.readAllLines(shipped);
    Path known = folder.resolve("known.jsonl");
    String[] settings = {
      "critique.rounds=1", "prompts.red-team-train=2", "examples.known=" + known
    };
    Files.write(known, lines.subList(0, 4));
    run("known", StageWord.PREFERENCE, 1, settings);
    Files.write(known, lines.subList(0, 5));
    Path again = run("known", StageWord.PREFERENCE, 1, settings);
    assertThat(notes)
        .contains(
            "critique: done before, not done again",
            "finetuning: done before, not done again",
            "feedback: judgements of pairs: 8 of 8 are taken over from earlier results",
            "feedback: judgements of known pairs: 4 of 5 are taken over from earlier results",
            "preference: done before, not done again");
    assertSame(again, run("five", StageWord.PREFERENCE, 1, settings));
  }

  @Test
  void anotherSeedTakesNothingOver() throws IOException {
    run("seeds", StageWord.CRITIQUE, 1, "critique.rounds=1", "prompts.red-team-train=2");
    Path second =
        run("seeds", StageWord.CRITIQUE, 2, "critique.rounds=1", "prompts.red-team-train=2");
    assertThat(notes).noneMatch(note -> note.contains("taken over"));
    assertSame(
        second,
        run("second", StageWord.CRITIQUE, 2, "critique.rounds=1", "prompts.red-team-train=2"));
  }

  @Test
  void anotherReadingOfSpecialTokensTakesNothingOverAndMoreRowsTakeAll() throws IOException {
    String[] few = {"critique.rounds=1", "prompts.red-team-train=2"};
    run("tokens", StageWord.CRITIQUE, 1, few);
    run("tokens", StageWord.CRITIQUE, 1, few[0], few[1], "model.rows=7");
    assertThat(notes).contains("critique: responses: 2 of 2 are taken over from earlier results");
    run("tokens", StageWord.CRITIQUE, 1, few[0], few[1], "model.special-tokens-in-text=recognised");
    assertThat(notes)
        .anyMatch(note -> note.startsWith("critique: changed since the last run"))
        .noneMatch(note -> note.contains("taken over"));
  }

  /// That two runs have the same artifacts, stage records and what is kept aside left out.
  private static void assertSame(Path run, Path other) throws IOException {
    Map<String, String> files = artifacts(run);
    Map<String, String> others = artifacts(other);
    assertThat(files.keySet()).isEqualTo(others.keySet()).isNotEmpty();
    for (String name : files.keySet())
      assertThat(files.get(name)).as(name).isEqualTo(others.get(name));
  }

  private static Map<String, String> artifacts(Path run) throws IOException {
    var artifacts = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = run.relativize(file).toString();
        if (name.startsWith(".") || name.contains("/.") || !name.contains("/")) continue;
        if (name.endsWith("stage.json")) continue;
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        artifacts.put(name, text.replaceAll("\"\\w*[sS]econds\":[-+.\\dEe]+", ""));
      }
    }
    return artifacts;
  }

  private Path run(String name, StageWord last, long seed, String... overrides) {
    var settings = new ArrayList<>(List.of(overrides));
    settings.add("seed=" + seed);
    Path home = Installation.home();
    Recipe recipe = Recipe.read(home.resolve("recipes/smoke.yaml"), settings);
    Path model = home.resolve("models/tiny-random");
    LocalModels models = LocalModels.of(recipe.model(), model, model, Arithmetic.FP32);
    var identity = BareIdentity.of("smoke.yaml", seed);
    notes.clear();
    try (Run run = Run.open(folder.resolve(name).resolve("run"), identity, new Noting(notes))) {
      new ConstitutionalAi(recipe, models).run(run.upTo(last));
      return run.folder();
    }
  }

  private record Noting(List<String> notes) implements Progress {
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
  }
}
