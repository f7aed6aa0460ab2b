package cai.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.cost.StageCost;
import cai.provenance.BareIdentity;
import cai.provenance.CodeVersion;
import cai.provenance.StageKey;
import cai.provenance.StageRecord;
import cai.storage.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs of one folder that agree up to a stage share its work.
final class SiblingRunsTest {
  private static final CodeVersion CODE = new CodeVersion("code", Optional.empty());

  @TempDir private Path runs;
  private final List<String> worked = new ArrayList<>();

  private record Settings(int rounds) {}

  private Run open(String name, long seed) {
    var identity = BareIdentity.of("r.yaml", seed);
    return Run.open(runs.resolve(name), identity, Progress.silent(), CODE);
  }

  private StageFolder perform(Run run, StageName name, int rounds, List<StageFolder> inputs) {
    StageWork work =
        stage -> {
          worked.add(run.folder().getFileName() + "/" + name);
          Files.writeString(stage.file("texts.jsonl"), "rounds " + rounds);
          Files.createDirectory(stage.file("model"));
          Files.writeString(stage.file("model/weights"), "weights " + rounds);
          stage.counted(rounds, 7);
        };
    return WorkOfStage.of(name.word(), new Settings(rounds), inputs, Map.of())
        .perform(run, name, work);
  }

  private StageFolder perform(Run run, StageWord word, int rounds, List<StageFolder> inputs) {
    return perform(run, StageName.of(word), rounds, inputs);
  }

  private void chain(String run, int critique, int feedback) {
    worked.clear();
    try (Run open = open(run, 1)) {
      StageFolder first = perform(open, StageWord.CRITIQUE, critique, List.of());
      perform(open, StageWord.FEEDBACK, feedback, List.of(first));
      perform(open, StageWord.REPORT, 1, List.of());
    }
  }

  private Path file(String name) {
    return runs.resolve(name);
  }

  private boolean isOneFile(String first, String second) throws IOException {
    return Files.isSameFile(file(first), file(second));
  }

  @Test
  void anAgreeingStageIsDoneOnceAndItsFilesAreTheSameFiles() throws IOException {
    chain("a", 1, 1);
    chain("b", 1, 2);
    assertThat(worked).containsExactly("b/feedback", "b/report");
    assertThat(isOneFile("a/critique/model/weights", "b/critique/model/weights")).isTrue();
    assertThat(Files.readString(file("b/critique/texts.jsonl"))).isEqualTo("rounds 1");
    StageRecord record = StageRecord.read(file("b/critique")).orElseThrow();
    assertThat(record.hasFinished()).isTrue();
    assertThat(record.items()).isEqualTo(1);
    assertThat(Verification.of(file("b")).faults()).isEmpty();
  }

  @Test
  void changingOrDeletingARunTakesNothingFromTheOthers() throws IOException {
    chain("a", 1, 1);
    chain("b", 1, 1);
    chain("a", 2, 1);
    assertThat(Files.readString(file("a/critique/texts.jsonl"))).isEqualTo("rounds 2");
    assertThat(Files.readString(file("b/critique/texts.jsonl"))).isEqualTo("rounds 1");
    AtomicFiles.deleteTree(file("a"));
    assertThat(Verification.of(file("b")).faults()).isEmpty();
    chain("b", 1, 1);
    assertThat(worked).isEmpty();
  }

  @Test
  void replacingAFileOfOneRunLeavesTheOthersAsItIs() throws IOException {
    chain("a", 1, 1);
    chain("b", 1, 1);
    AtomicFiles.write(file("b/critique/texts.jsonl"), "mine");
    assertThat(Files.readString(file("a/critique/texts.jsonl"))).isEqualTo("rounds 1");
  }

  @Test
  void otherKeysAndDamagedOrUnfinishedStagesAreNotTaken() throws IOException {
    chain("a", 1, 1);
    try (Run other = open("other", 2)) {
      perform(other, StageWord.CRITIQUE, 1, List.of());
    }
    assertThat(worked).endsWith("other/critique");
    Files.delete(file("a/critique/model/weights"));
    chain("b", 1, 1);
    assertThat(worked).containsExactly("b/critique", "b/report");
    Path record = file("b/critique/stage.json");
    Files.writeString(record, Files.readString(record).replace("finished\"", "started\""));
    chain("c", 1, 1);
    assertThat(worked).startsWith("c/critique");
  }

  @Test
  void aRecordThatIsNoRecordIsTheOtherRunsAffair() throws IOException {
    chain("a", 1, 1);
    Files.writeString(file("a/critique/stage.json"), "{");
    chain("b", 1, 1);
    assertThat(worked).startsWith("b/critique");
  }

  @Test
  void instancesLieSideBySideAndShareWhatIsTheSame() throws IOException {
    var hard = new StageName(StageWord.FEEDBACK, "hard");
    try (Run run = open("a", 1)) {
      StageFolder critique = perform(run, StageWord.CRITIQUE, 1, List.of());
      perform(run, StageWord.FEEDBACK, 1, List.of(critique));
      perform(run, hard, 2, List.of(critique));
      perform(run, new StageName(StageWord.FEEDBACK, "again"), 1, List.of(critique));
    }
    assertThat(worked).containsExactly("a/critique", "a/feedback", "a/feedback@hard");
    assertThat(Files.readString(file("a/feedback@hard/texts.jsonl"))).isEqualTo("rounds 2");
    assertThat(isOneFile("a/feedback/texts.jsonl", "a/feedback@again/texts.jsonl")).isTrue();
    assertThat(Verification.of(file("a")).stages()).isEqualTo(4);
    // The folder is still known as a run's without its manifest.
    Files.delete(file("a/manifest.json"));
    worked.clear();
    try (Run run = open("a", 1)) {
      perform(run, hard, 2, List.of(perform(run, StageWord.CRITIQUE, 1, List.of())));
    }
    assertThat(worked).isEmpty();
  }

  private StageKey key(Run run, List<StageFolder> inputs) {
    var artifacts =
        inputs.stream().map(one -> new StageResult(one.name(), Optional.of(one)).whole()).toList();
    return run.key(new WorkOfStage(new Settings(1), artifacts, StageWord.REPORT)).orElseThrow();
  }

  @Test
  void ofSeveralInstancesThatAreReadTheMethodsOwnHasTheBareNameInWhateverOrder() {
    try (Run run = open("a", 1)) {
      StageFolder own = perform(run, StageWord.FEEDBACK, 1, List.of());
      StageFolder hard = perform(run, new StageName(StageWord.FEEDBACK, "hard"), 2, List.of());
      StageFolder soft = perform(run, new StageName(StageWord.FEEDBACK, "soft"), 3, List.of());
      StageKey key = key(run, List.of(hard, own, soft));
      assertThat(key.parts())
          .containsEntry("output of feedback", own.hash())
          .containsEntry("output of feedback@hard", hard.hash())
          .containsEntry("output of feedback@soft", soft.hash());
      assertThat(key(run, List.of(own, soft, hard))).isEqualTo(key);
      assertThat(key(run, List.of(hard)).parts())
          .containsEntry("output of feedback", hard.hash())
          .doesNotContainKey("output of feedback@hard");
    }
  }

  @Test
  void whatAKillLeftHalfTakenIsTakenAgain() throws IOException {
    chain("a", 1, 1);
    Files.createDirectories(file("b/.taking/model"));
    Files.writeString(file("b/.taking/texts.jsonl"), "rou");
    chain("b", 1, 1);
    assertThat(worked).containsExactly("b/report");
    assertThat(file("b/.taking")).doesNotExist();
    assertThat(Files.readString(file("b/critique/texts.jsonl"))).isEqualTo("rounds 1");
  }

  @Test
  void lookingFindsWhatOtherRunsHaveDone() {
    chain("a", 1, 1);
    var identity = BareIdentity.of("r.yaml", 1);
    var remaining = new Remaining(file("b"), identity, CODE);
    var stage = new WorkOfStage(new Settings(1), List.of(), StageWord.CRITIQUE);
    assertThat(remaining.make(stage)).isPresent();
    assertThat(remaining.of(StageWord.CRITIQUE)).isInstanceOf(Remaining.Found.Finished.class);
    assertThat(file("b")).doesNotExist();
  }

  @Test
  void whatWasEditedInPlaceIsDoneAgainAndTheOthersTakeTheNewOne() throws IOException {
    chain("a", 1, 1);
    Files.writeString(file("a/critique/texts.jsonl"), "rounds X");
    chain("b", 1, 1);
    assertThat(worked).containsExactly("b/critique", "b/report");
    assertThat(Files.readString(file("b/critique/texts.jsonl"))).isEqualTo("rounds 1");
    chain("c", 1, 1);
    assertThat(isOneFile("b/critique/texts.jsonl", "c/critique/texts.jsonl")).isTrue();
    Files.writeString(file("b/feedback/.hashes.json"), "{");
    Files.writeString(file("a/feedback/.hashes.json"), "null");
    AtomicFiles.deleteTree(file("c"));
    chain("d", 1, 1);
    assertThat(worked).containsExactly("d/feedback", "d/report");
  }

  @Test
  void aStageThatChangesWhileItIsTakenIsNotTaken() throws IOException {
    chain("a", 1, 1);
    StageKey key;
    try (Run run = open("b", 1)) {
      key = run.key(new WorkOfStage(new Settings(1), List.of(), StageWord.CRITIQUE)).orElseThrow();
    }
    var siblings = new SiblingRuns(file("b"));
    var found = siblings.find(key, file("b/critique"));
    assertThat(found).hasSize(1);
    chain("a", 2, 1);
    assertThat(siblings.take(found.getFirst(), key, file("b/critique"))).isEmpty();
    AtomicFiles.deleteTree(file("a/critique/model"));
    assertThat(siblings.take(found.getFirst(), key, file("b/critique"))).isEmpty();
    AtomicFiles.deleteTree(file("a"));
    assertThat(siblings.take(found.getFirst(), key, file("b/critique"))).isEmpty();
    assertThat(file("b/critique")).doesNotExist();
    assertThat(file("b/.taking")).doesNotExist();
  }

  @Test
  void onlyWhatTheStageHasWrittenIsShared() throws IOException {
    chain("a", 1, 1);
    Files.writeString(file("a/critique/notes.txt"), "mine");
    Files.createDirectories(file("a/critique/checkpoint"));
    Files.writeString(file("a/critique/.texts.jsonl.keys"), "keys");
    chain("b", 1, 1);
    assertThat(worked).containsExactly("b/report");
    assertThat(file("b/critique/notes.txt")).doesNotExist();
    assertThat(file("b/critique/checkpoint")).doesNotExist();
    assertThat(file("b/critique/.texts.jsonl.keys")).exists();
  }

  @Test
  void workThatAnotherRunHasFinishedMeanwhileIsNotGoneOnWith() {
    try (Run run = open("b", 1)) {
      StageWork killed =
          stage -> {
            Files.writeString(stage.file("texts.jsonl"), "rou");
            throw new IllegalStateException("killed");
          };
      assertThatThrownBy(() ->
              WorkOfStage.of(StageWord.CRITIQUE, new Settings(1), List.of(), Map.of())
                  .perform(run, killed))
          .hasMessage("killed");
    }
    chain("a", 1, 1);
    chain("b", 1, 1);
    assertThat(worked).containsExactly("b/report");
    assertThat(Verification.of(file("b")).faults()).isEmpty();
  }

  @Test
  void theFilesThatThisRunHasReadAreRecorded() throws IOException {
    Files.writeString(file("x"), "prompts");
    Files.writeString(file("y"), "prompts");
    for (String name : List.of("x", "y"))
      try (Run run = open("run-" + name, 1)) {
        new WorkOfStage(file(name), List.of(), StageWord.CRITIQUE)
            .perform(run, stage -> Files.writeString(stage.file("texts.jsonl"), "done"));
      }
    assertThat(isOneFile("run-x/critique/texts.jsonl", "run-y/critique/texts.jsonl")).isTrue();
    Files.writeString(file("x"), "other");
    assertThat(Verification.of(file("run-y")).notes()).noneMatch(note -> note.contains("changed"));
    assertThat(Verification.of(file("run-x")).notes()).anyMatch(note -> note.contains("changed"));
  }

  @Test
  void whatIsCopiedIsNotCalledShared() throws IOException {
    chain("a", 1, 1);
    StageKey key;
    try (Run run = open("b", 1)) {
      key = run.key(new WorkOfStage(new Settings(1), List.of(), StageWord.CRITIQUE)).orElseThrow();
    }
    var copying =
        new SiblingRuns(
            file("b"),
            (_, _) -> {
              throw new UnsupportedOperationException("no hard links here");
            });
    var found = copying.find(key, file("b/critique")).getFirst();
    assertThat(copying.take(found, key, file("b/critique")).orElseThrow().copied()).isTrue();
    assertThat(isOneFile("a/critique/texts.jsonl", "b/critique/texts.jsonl")).isFalse();
    assertThat(Verification.of(file("b")).faults()).isEmpty();
    var linking = new SiblingRuns(file("c"));
    var again = linking.find(key, file("c/critique")).getFirst();
    assertThat(linking.take(again, key, file("c/critique")).orElseThrow().copied()).isFalse();
  }

  @Test
  void aRecordNamesWhoHasDoneTheWorkHoweverOftenItIsTakenOver() throws IOException {
    chain("a", 1, 1);
    chain("b", 1, 1);
    AtomicFiles.deleteTree(file("a"));
    chain("c", 1, 1);
    assertThat(StageRecord.read(file("c/critique")).orElseThrow().takenFrom())
        .contains("a/critique");
    assertThat(StageRecord.read(file("c/report")).orElseThrow().takenFrom()).isEmpty();
    chain("c", 2, 1);
    assertThat(StageRecord.read(file("c/critique")).orElseThrow().takenFrom()).isEmpty();
  }

  /// A stage that reads a single file of another.
  private record Deleting(Path run, Settings settings) implements Stage<Artifact<Path>> {
    @Override
    public StageWord word() {
      return StageWord.CRITIQUE;
    }

    @Override
    public void make(Workplace place) throws IOException {
      Files.writeString(place.path().resolve("texts.jsonl"), "texts");
    }

    @Override
    public StageCost cost(Forecast forecast, Artifact<Path> outputs) {
      throw new UnsupportedOperationException("the test plans nothing");
    }

    /// Deletes the run that has done the stage before it says what the stage leaves.
    @Override
    public Artifact<Path> outputs(StageResult result) {
      try {
        if (result.finished().isPresent()) AtomicFiles.deleteTree(run);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return result.folder("texts.jsonl");
    }
  }

  @Test
  void lookingNeedsNoRunThatIsDeletedMeanwhile() throws IOException {
    var identity = BareIdentity.of("r.yaml", 1);
    var stage = new Deleting(file("a"), new Settings(1));
    try (Run run = open("a", 1)) {
      StageFolder done =
          run.perform(
              StageName.of(StageWord.CRITIQUE),
              run.key(stage).orElseThrow(),
              folder -> Files.writeString(folder.file("texts.jsonl"), "texts"));
      assertThat(done.hash()).isNotEmpty();
    }
    var remaining = new Remaining(file("b"), identity, CODE);
    assertThat(remaining.make(stage).hash()).hasSize(64);
    assertThat(file("a")).doesNotExist();
  }

  @Test
  void anInstanceKeepsWhatItPutAsideWhateverOthersAreCalled() {
    var hard = new StageName(StageWord.FEEDBACK, "hard");
    var harder = new StageName(StageWord.FEEDBACK, "hard-er");
    try (Run run = open("a", 1)) {
      for (int rounds : List.of(11, 12)) perform(run, harder, rounds, List.of());
      for (int rounds : List.of(1, 2, 3)) perform(run, hard, rounds, List.of());
      worked.clear();
      perform(run, harder, 11, List.of());
    }
    assertThat(worked).isEmpty();
  }
}
