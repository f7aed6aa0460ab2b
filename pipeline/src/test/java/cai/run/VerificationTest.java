package cai.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.provenance.BareIdentity;
import cai.provenance.CodeVersion;
import cai.provenance.StageOutputs;
import cai.provenance.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run's artifacts against the hashes recorded when they were written.
final class VerificationTest {
  @TempDir private Path folder;
  private Path run;
  private Path principles;

  private record Settings(List<Path> files) {}

  @BeforeEach
  void aRunOfOneStage() throws IOException {
    run = folder.resolve("run");
    principles = Files.writeString(folder.resolve("mine.yaml"), "principles: [a]\n");
    var identity = BareIdentity.of("r.yaml", 1);
    var code = new CodeVersion("code", Optional.empty());
    try (Run open = Run.open(run, identity, Progress.silent(), code)) {
      WorkOfStage.of(StageWord.CONSTITUTION, new Settings(List.of(principles)), List.of(), Map.of())
          .perform(
              open,
              stage -> {
                Files.writeString(
                    stage.file("lines.jsonl"), "{\"text\":\"one\",\"seconds\":1.5}\n");
                Files.createDirectory(stage.file("model"));
                Files.write(stage.file("model/weights.bin"), new byte[] {1, 2, 3});
              });
    }
  }

  @Test
  void whatNobodyTouchedIsWhatWasWritten() {
    Verification found = Verification.of(run);
    assertThat(found.faults()).isEmpty();
    assertThat(found.files()).isEqualTo(2);
    assertThat(found.stages()).isEqualTo(1);
    assertThat(found.notes()).hasSize(8).contains("report was not begun");
  }

  @Test
  void aFlippedBitOfTheSameLengthIsNoticed() throws IOException {
    Path weights = run.resolve("constitution/model/weights.bin");
    Files.write(weights, new byte[] {1, 2, 2});
    assertThat(Verification.of(run).faults())
        .containsExactly(weights + ": is not what was written");
  }

  @Test
  void aMissingFileIsNoticedAndAnotherTimeIsNot() throws IOException {
    Path lines = run.resolve("constitution/lines.jsonl");
    Files.writeString(lines, "{\"text\":\"one\",\"seconds\":2.5}\n");
    assertThat(Verification.of(run).faults()).isEmpty();
    Files.delete(lines);
    assertThat(Verification.of(run).faults()).containsExactly(lines + ": is missing");
  }

  @Test
  void whatAnotherCommandHasWrittenAndRecordedIsWhatWasWritten() throws IOException {
    Path stage = run.resolve("constitution");
    Files.writeString(stage.resolve("lines.jsonl"), "{\"text\":\"two or more\"}\n");
    assertThat(Verification.of(run).faults()).hasSize(1);
    StageRecord before = StageRecord.read(stage).orElseThrow();
    StageRecord.recordAnew(stage);
    assertThat(Verification.of(run).faults()).isEmpty();
    StageRecord after = StageRecord.read(stage).orElseThrow();
    assertThat(after.key()).isEqualTo(before.key());
    assertThat(after.finishedAt()).isEqualTo(before.finishedAt());
    assertThat(after.outputHash()).isNotEqualTo(before.outputHash());
    StageRecord.recordAnew(run.resolve("report")); // was not begun
    assertThat(run.resolve("report")).doesNotExist();
  }

  @Test
  void changedHashesAreNoticedToo() throws IOException {
    Path weights = run.resolve("constitution/model/weights.bin");
    Path hashes = run.resolve("constitution/.hashes.json");
    String before = StageOutputs.hash(weights);
    Files.write(weights, new byte[] {9});
    Files.writeString(hashes, Files.readString(hashes).replace(before, StageOutputs.hash(weights)));
    assertThat(Verification.of(run).faults()).containsExactly(hashes + ": is not what was written");
  }

  @Test
  void aRunOfAnEarlierVersionHasOneHashForAllFilesOfAStage() throws IOException {
    Files.delete(run.resolve("constitution/.hashes.json"));
    assertThat(Verification.of(run).faults()).isEmpty();
    Files.write(run.resolve("constitution/model/weights.bin"), new byte[] {1, 2, 2});
    assertThat(Verification.of(run).faults())
        .containsExactly(run.resolve("constitution") + ": a file in it is not what was written");
  }

  @Test
  void filesOfTheRecipeThatChangedOrWentAreNamed() throws IOException {
    Files.writeString(principles, "principles: [b]\n");
    assertThat(Verification.of(run).notes())
        .contains(principles + " has changed since constitution has read it");
    Files.delete(principles);
    assertThat(Verification.of(run).notes())
        .contains(principles + ", which constitution has read, is not there any more");
  }

  @Test
  void whatIsNoRunIsSaidSo() {
    assertThatThrownBy(() -> Verification.of(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no run; name a folder that cai run has written");
  }
}
