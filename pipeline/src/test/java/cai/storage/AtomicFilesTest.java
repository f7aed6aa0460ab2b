package cai.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFilesTest {
  private static final String FULL = "No space left on device";

  @TempDir Path folder;

  /// All files below the folder with their texts.
  private TreeMap<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList())
        files.put(folder.relativize(file).toString(), Files.readString(file));
    }
    return files;
  }

  private void put(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void writesAFileAndLeavesNothingElse() throws IOException {
    AtomicFiles.write(folder.resolve("a"), "old");
    AtomicFiles.write(folder.resolve("a"), "new");
    assertThat(files()).hasSize(1).containsEntry("a", "new");
  }

  @Test
  void aFullDiskLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("a");
    AtomicFiles.write(file, "old");
    assertThatThrownBy(() ->
            AtomicFiles.write(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException(FULL);
                }))
        .isInstanceOf(UserError.class)
        .hasMessage(
            file
                + ": the disk is full; free some space and run the same command again, it"
                + " continues where it stopped");
    assertThat(files()).hasSize(1).containsEntry("a", "old");
  }

  @Test
  void aFullDiskIsFoundBehindOtherExceptions() {
    Path file = folder.resolve("a");
    assertThatThrownBy(() ->
            AtomicFiles.write(
                file,
                _ -> {
                  throw new UncheckedIOException(new IOException("Disk quota exceeded"));
                }))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a: the disk is full;");
  }

  @Test
  void otherFailuresNameTheFileAndTheReason() {
    Path file = folder.resolve("no/a");
    assertThatThrownBy(() -> AtomicFiles.write(file, "x"))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ": cannot be written (there is no such file or folder)");
  }

  @Test
  void aBugInTheContentIsNotDressedUp() throws IOException {
    assertThatThrownBy(() ->
            AtomicFiles.write(
                folder.resolve("a"),
                _ -> {
                  throw new IllegalStateException("bug");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bug");
    assertThat(files()).isEmpty();
  }

  @Test
  void replacesAFolderAsAWhole() throws IOException {
    put("model/old/weights", "1");
    AtomicFiles.replaceFolder(
        folder.resolve("model"), model -> Files.writeString(model.resolve("weights"), "2"));
    assertThat(files()).hasSize(1).containsEntry("model/weights", "2");
  }

  @Test
  void aFailureWhileFillingLeavesTheOldFolder() throws IOException {
    put("model/weights", "1");
    assertThatThrownBy(() ->
            AtomicFiles.replaceFolder(
                folder.resolve("model"),
                model -> {
                  Files.writeString(model.resolve("weights"), "2");
                  throw new IOException(FULL);
                }))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("model: the disk is full");
    assertThat(files()).hasSize(1).containsEntry("model/weights", "1");
  }

  @Test
  void aKillWhileWritingLeavesTheOldOnes() throws IOException {
    put("model/weights", "1");
    put(".model.writing/weights", "half");
    put("a", "old");
    put(".a.writing", "half");
    AtomicFiles.recover(folder);
    assertThat(files()).hasSize(2).containsEntry("model/weights", "1").containsEntry("a", "old");
  }

  @Test
  void aKillBetweenTheMovesBringsTheOldFolderBack() throws IOException {
    put(".model.replaced/weights", "1");
    put(".model.writing/weights", "2");
    AtomicFiles.recover(folder);
    assertThat(files()).hasSize(1).containsEntry("model/weights", "1");
  }

  @Test
  void aKillAfterTheMovesLeavesTheNewFolder() throws IOException {
    put(".model.replaced/weights", "1");
    put("model/weights", "2");
    AtomicFiles.recover(folder);
    assertThat(files()).hasSize(1).containsEntry("model/weights", "2");
  }

  @Test
  void replacingRecoversByItself() throws IOException {
    put(".model.replaced/weights", "1");
    put(".model.writing/junk", "half");
    AtomicFiles.replaceFolder(
        folder.resolve("model"), model -> Files.writeString(model.resolve("weights"), "3"));
    assertThat(files()).hasSize(1).containsEntry("model/weights", "3");
  }

  @Test
  void recoveryReachesEveryFolderBelow() throws IOException {
    put("x/y/.a.writing", "half");
    put("x/.b.replaced/c", "1");
    AtomicFiles.recoverTree(folder);
    assertThat(files()).hasSize(1).containsEntry("x/b/c", "1");
  }
}
