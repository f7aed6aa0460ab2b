package cai.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.provenance.CodeVersion;
import cai.provenance.Machine;
import cai.provenance.Manifest;
import cai.provenance.RunIdentity;
import cai.provenance.StageKey;
import cai.provenance.StageRecord;
import cai.storage.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTest {
  record Settings(int rounds) {}

  @TempDir Path temporary;
  private Path folder;
  private final List<String> worked = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long seed = 1;
  private String code = "code-1";
  private Map<String, String> arithmetic = Map.of("linear", "fp32");

  @BeforeEach
  void name() {
    folder = temporary.resolve("runs/a");
  }

  private Run open() {
    var identity =
        new RunIdentity(
            "recipes/a.yaml",
            "seed: " + seed,
            List.of("seed=" + seed),
            "seed: " + seed + "\n",
            seed,
            Map.of("prompts", "abc"),
            Map.of("libtorch", "2.10.0"),
            arithmetic,
            Optional.of(134_515_008L),
            List.of());
    return Run.open(
        folder, identity, new Notes(notes), new CodeVersion(code, Optional.of("c0ffee")));
  }

  /// Keeps the notes.
  record Notes(List<String> notes) implements Progress {
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

  private StageFolder perform(Run run, StageWord stage, int rounds, List<StageFolder> inputs) {
    return perform(run, stage, rounds, inputs, Map.of());
  }

  private StageFolder perform(
      Run run, StageWord stage, int rounds, List<StageFolder> inputs, Map<String, String> others) {
    StageWork work =
        stageFolder -> {
          worked.add(stage.word());
          Files.writeString(stageFolder.file("out.txt"), stage + " " + rounds);
          stageFolder.counted(rounds, 10L * rounds);
        };
    return WorkOfStage.of(stage, new Settings(rounds), inputs, others).perform(run, work);
  }

  /// Three stages; feedback reads prompts and critique, and both of them nothing.
  private List<String> chain(int prompts, int critique, int feedback) {
    worked.clear();
    notes.clear();
    try (Run run = open()) {
      StageFolder first = perform(run, StageWord.PROMPTS, prompts, List.of());
      StageFolder second = perform(run, StageWord.CRITIQUE, critique, List.of());
      perform(run, StageWord.FEEDBACK, feedback, List.of(first, second));
    }
    return List.copyOf(worked);
  }

  @Test
  void aFinishedRunIsNotDoneAgain() {
    assertThat(chain(1, 1, 1)).containsExactly("prompts", "critique", "feedback");
    assertThat(chain(1, 1, 1)).isEmpty();
    assertThat(notes).contains("feedback: done before, not done again");
  }

  @Test
  void aChangedKeyReRunsOnlyWhatDependsOnIt() {
    chain(1, 1, 1);
    assertThat(chain(1, 1, 2)).containsExactly("feedback");
    assertThat(notes).contains("feedback: changed since the last run: settings.rounds=2 (was 1)");
    assertThat(chain(1, 2, 2)).containsExactly("critique", "feedback");
    assertThat(notes).contains("feedback: changed since the last run: output of critique");
    assertThat(chain(3, 2, 2)).containsExactly("prompts", "feedback");
  }

  @Test
  void seedCodeAndArithmeticReRunEverything() {
    chain(1, 1, 1);
    seed = 2;
    assertThat(chain(1, 1, 1)).hasSize(3);
    assertThat(notes).contains("critique: changed since the last run: run seed");
    code = "code-2";
    assertThat(chain(1, 1, 1)).hasSize(3);
    assertThat(notes).contains("critique: changed since the last run: code version");
    arithmetic = Map.of("linear", "bf16");
    assertThat(chain(1, 1, 1)).hasSize(3);
    assertThat(notes)
        .contains(
            "arithmetic: now {linear=bf16}, before {linear=fp32}; every stage is done again",
            "critique: changed since the last run: arithmetic");
  }

  @Test
  void afterAnUpgradeOnlyWhatBothVersionsHaveIsNamed() throws IOException {
    chain(1, 1, 1);
    code = "code-2";
    Path record = folder.resolve("critique/stage.json");
    Files.writeString(
        record, Files.readString(record).replace("settings.rounds", "critique.settings.rounds"));
    chain(1, 1, 1);
    assertThat(notes)
        .contains(
            "critique: changed since the last run: code version, 2 that only one of the two"
                + " versions has");
  }

  @Test
  void ofManyDifferencesTheFirstAreNamed() {
    var parts = new TreeMap<String, String>();
    var others = new TreeMap<String, String>();
    for (int i = 10; i < 30; i++) {
      parts.put("a.b" + i, "1");
      others.put("a.b" + i, "2");
    }
    List<String> differences = new StageKey("critique", parts, new TreeMap<>()).differences(others);
    assertThat(differences)
        .hasSize(9)
        .startsWith("a.b10=1 (was 2)", "a.b11=1 (was 2)")
        .endsWith("12 more");
  }

  @Test
  void otherInputsCount() {
    try (Run run = open()) {
      perform(run, StageWord.CRITIQUE, 1, List.of(), Map.of("model", "m1"));
      perform(run, StageWord.CRITIQUE, 1, List.of(), Map.of("model", "m1"));
      perform(run, StageWord.CRITIQUE, 1, List.of(), Map.of("model", "m2"));
    }
    assertThat(worked).hasSize(2);
    assertThat(notes).contains("critique: changed since the last run: model");
  }

  @Test
  void anEqualOutputOfAChangedStageStopsTheChange() {
    try (Run run = open()) {
      for (int rounds = 1; rounds <= 2; rounds++) {
        StageWork same = stage -> Files.writeString(stage.file("out.txt"), "same");
        StageFolder critique =
            WorkOfStage.of(StageWord.CRITIQUE, new Settings(rounds), List.of(), Map.of())
                .perform(run, same);
        perform(run, StageWord.FEEDBACK, 1, List.of(critique));
      }
    }
    assertThat(worked).containsExactly("feedback");
  }

  @Test
  void goingBackTakesTheOldResultUpAgain() throws IOException {
    for (int rounds = 1; rounds <= 3; rounds++)
      assertThat(chain(1, 1, rounds)).contains("feedback");
    // 3 is there; 1 and 2 are kept. The oldest of them comes back although 3 goes aside.
    assertThat(chain(1, 1, 1)).isEmpty();
    assertThat(notes)
        .contains("feedback: an earlier result of the same settings is taken up again");
    assertThat(folder.resolve("feedback/out.txt")).hasContent("FEEDBACK 1");
    assertThat(superseded()).hasSize(2);
    assertThat(chain(1, 1, 4)).containsExactly("feedback");
    assertThat(superseded()).hasSize(2);
    // 2 was the oldest of three and is gone.
    assertThat(chain(1, 1, 2)).containsExactly("feedback");
  }

  private List<String> superseded() throws IOException {
    try (Stream<Path> kept = Files.list(folder.resolve(Superseded.FOLDER))) {
      return kept.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aKillBetweenPuttingAsideAndBringingBackLosesNothing() throws IOException {
    chain(1, 1, 1);
    chain(1, 1, 2);
    String aside = superseded().getFirst();
    Path kept = folder.resolve(Superseded.FOLDER);
    // As if the process had died after it moved the folder of 2 aside.
    Files.move(folder.resolve("feedback"), kept.resolve("feedback-00000000"));
    assertThat(chain(1, 1, 1)).isEmpty();
    assertThat(superseded()).doesNotContain(aside);
  }

  @Test
  void halfDeletedFoldersNeverComeBack() throws IOException {
    chain(1, 1, 1);
    chain(1, 1, 2);
    Path kept = folder.resolve(Superseded.FOLDER);
    String name = superseded().getFirst();
    Files.move(kept.resolve(name), kept.resolve(".deleting-" + name));
    assertThat(chain(1, 1, 1)).containsExactly("feedback");
    assertThat(superseded()).noneMatch(each -> each.startsWith(".deleting"));
  }

  @Test
  void aStageWithAMissingOrCutFileIsDoneAgain() throws IOException {
    chain(1, 1, 1);
    Files.delete(folder.resolve("critique/out.txt"));
    assertThat(chain(1, 1, 1)).containsExactly("critique");
    assertThat(notes).contains("critique: out.txt is missing; the stage is done again");
    Files.writeString(folder.resolve("critique/out.txt"), "cut");
    assertThat(chain(1, 1, 1)).containsExactly("critique");
    assertThat(chain(1, 1, 1)).isEmpty();
  }

  @Test
  void aFailedStageGoesOnInItsFolder() {
    try (Run run = open()) {
      StageWork failing =
          stage -> {
            Files.writeString(stage.file("journal"), "half");
            Files.writeString(stage.file(".model.writing"), "half");
            throw new IllegalStateException("killed");
          };
      assertThatThrownBy(() ->
              WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
                  .perform(run, failing))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("killed");
    }
    assertThat(StageRecord.read(folder.resolve("critique")).orElseThrow().state())
        .isEqualTo("started");
    try (Run run = open()) {
      StageWork going =
          stage -> {
            assertThat(stage.file("journal")).hasContent("half");
            assertThat(stage.file(".model.writing")).doesNotExist();
            assertThatThrownBy(stage::hash).isInstanceOf(IllegalStateException.class);
          };
      StageFolder done =
          WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
              .perform(run, going);
      assertThat(done.hash()).hasSize(64);
    }
  }

  @Test
  void aChangedSettingDoesNotMeetTheHalfWorkOfAnother() {
    try (Run run = open()) {
      assertThatThrownBy(() ->
              WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
                  .perform(
                      run,
                      stage -> {
                        Files.writeString(stage.file("journal"), "of 1");
                        throw new IOException("interrupted");
                      }))
          .isInstanceOf(UserError.class);
      WorkOfStage.of(StageWord.CRITIQUE, new Settings(2), List.of(), Map.of())
          .perform(run, stage -> assertThat(stage.file("journal")).doesNotExist());
      WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
          .perform(run, stage -> assertThat(stage.file("journal")).hasContent("of 1"));
    }
  }

  @Test
  void secondsAddUpOverInterruptions() throws IOException {
    try (Run run = open()) {
      assertThatThrownBy(() ->
              WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
                  .perform(
                      run,
                      stage -> {
                        Path journal = Files.writeString(stage.file("journal"), "half");
                        Instant later = Instant.now().plus(Duration.ofSeconds(100));
                        Files.setLastModifiedTime(journal, FileTime.from(later));
                        throw new IllegalStateException("killed");
                      }))
          .isInstanceOf(IllegalStateException.class);
      StageRecord record = perform(run, StageWord.CRITIQUE, 1, List.of()).record();
      assertThat(record.seconds()).isBetween(99.0, 130.0);
      assertThat(record.items()).isEqualTo(1);
      assertThat(record.tokens()).isEqualTo(10);
      assertThat(record.sessionStartedAt()).isEmpty();
      assertThat(record.finishedAt()).isPresent();
    }
  }

  @Test
  void theManifestSaysWhatWasRunAndKeepsEverySession() {
    chain(1, 1, 1);
    seed = 2;
    Run interrupted = open();
    Manifest running = Manifest.read(folder).orElseThrow();
    assertThat(running.sessions()).hasSize(2);
    assertThat(running.sessions().get(1).finishedAt()).isEmpty();
    assertThat(running.finishedAt()).isEmpty();
    interrupted.close();
    try (Run run = open()) {
      perform(run, StageWord.REPORT, 1, List.of());
    }
    Manifest manifest = Manifest.read(folder).orElseThrow();
    assertThat(manifest.sessions()).hasSize(3);
    assertThat(manifest.sessions().get(0).recipeSha256()).isEqualTo(ContentHash.text("seed: 1"));
    assertThat(manifest.startedAt()).isEqualTo(manifest.sessions().get(0).startedAt());
    assertThat(manifest.finishedAt()).isPresent();
    assertThat(manifest.recipe()).isEqualTo("seed: 2");
    assertThat(manifest.recipeSha256()).isEqualTo(ContentHash.text("seed: 2"));
    assertThat(manifest.seed()).isEqualTo(2);
    assertThat(manifest.commit()).contains("c0ffee");
    assertThat(manifest.versions()).containsEntry("libtorch", "2.10.0").containsKey("java");
    Machine machine = manifest.sessions().getLast().machine();
    assertThat(machine.cores()).isPositive();
    assertThat(machine.memoryBytes()).isPositive();
    assertThat(machine.cpu()).isNotBlank();
    assertThat(machine.arithmetic()).isEqualTo(arithmetic);
  }

  @Test
  void theFirstChoiceOfArithmeticIsRemembered() {
    assertThat(Run.recordedMachine(folder)).isEmpty();
    open().close();
    assertThat(Run.recordedMachine(folder)).contains(arithmetic);
  }

  @Test
  void aRunOfAnotherVersionIsRefusedUntouched() throws IOException {
    chain(1, 1, 1);
    Path manifest = folder.resolve("manifest.json");
    String newer = Files.readString(manifest).replace("run/1", "run/2");
    Files.writeString(manifest, newer);
    assertThatThrownBy(this::open)
        .isInstanceOf(UserError.class)
        .hasMessage(
            manifest
                + ": format=run/2 is not what this version of cai reads and writes, run/1; give the"
                + " run another name");
    assertThat(manifest).hasContent(newer);
    Files.writeString(manifest, newer.replace("run/2", "run/1"));
    assertThat(chain(1, 1, 1)).isEmpty();
  }

  @Test
  void aDamagedManifestOrRecordIsNamed() throws IOException {
    chain(1, 1, 1);
    Files.writeString(folder.resolve("critique/stage.json"), "{");
    assertThatThrownBy(() -> chain(1, 1, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("critique/stage.json");
    Files.writeString(folder.resolve("critique/stage.json"), "null");
    assertThatThrownBy(() -> chain(1, 1, 1))
        .isInstanceOf(UserError.class)
        .hasMessage(
            folder.resolve("critique/stage.json") + ": holds null where a value is expected");
    Files.writeString(folder.resolve("manifest.json"), "");
    assertThatThrownBy(this::open)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("manifest.json");
  }

  @Test
  void foreignFilesAreNotTouched() throws IOException {
    Files.createDirectories(folder);
    Path letter = Files.writeString(folder.resolve("letter.txt"), "dear");
    assertThatThrownBy(this::open)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds other files and is no run folder");
    Files.delete(letter);
    open().close();
    Files.createDirectories(folder.resolve("critique"));
    Files.writeString(folder.resolve("critique/letter.txt"), "dear");
    assertThatThrownBy(() -> chain(1, 1, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("critique: holds files but no stage.json");
    assertThat(folder.resolve("critique/letter.txt")).hasContent("dear");
  }

  @Test
  void aFileInPlaceOfTheRunFolderIsSaid() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "x");
    assertThatThrownBy(this::open)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(folder + ": ");
  }

  @Test
  void onlyOneAtATime() {
    try (Run first = open()) {
      assertThat(first.folder()).isEqualTo(folder);
      assertThatThrownBy(this::open)
          .isInstanceOf(UserError.class)
          .hasMessage(
              "%s: another process (%d) is working in this run folder; wait until it ends or give the run another name"
                  .formatted(folder, ProcessHandle.current().pid()));
    }
    open().close();
  }

  @Test
  void aFullDiskIsSaidWhateverThrewIt() {
    String message =
        "the disk is full; free some space and run the same command again, it continues where it"
            + " stopped";
    Path weights = folder.resolve("critique/weights");
    List<StageWork> failing =
        List.of(
            _ -> {
              throw new java.nio.file.FileSystemException(
                  weights.toString(), null, "No space left on device");
            },
            _ -> {
              throw new UncheckedIOException(
                  new java.nio.file.FileSystemException(
                      weights.toString(), null, "No space left on device"));
            });
    try (Run run = open()) {
      for (StageWork work : failing) {
        assertThatThrownBy(() ->
                WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
                    .perform(run, work))
            .isInstanceOf(UserError.class)
            .hasMessage(weights + ": " + message);
      }
    }
  }

  @Test
  void aUserErrorOfTheWorkIsPassedOnAsItIs() {
    try (Run run = open()) {
      var error = new UserError("prompts.jsonl:3: the prompt is empty; write one");
      assertThatThrownBy(() ->
              WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
                  .perform(
                      run,
                      _ -> {
                        throw error;
                      }))
          .isSameAs(error);
    }
  }
}
