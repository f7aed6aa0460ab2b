package cai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
  @TempDir Path folder;

  @Test
  void aFileAppearsAsAWholeAtTheEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("out"), "old");
    try (var output = OutputFile.of(file, "--out")) {
      output.write(bytes("one\n"));
      assertThat(file).hasContent("old");
      assertThat(folder.resolve("out.partial")).hasContent("one\n");
      output.write(bytes("two\n"));
      output.finish();
    }
    assertThat(file).hasContent("one\ntwo\n");
    assertThat(names()).containsExactly("out");
  }

  @Test
  void nothingIsMadeBeforeTheFirstBytes() throws IOException {
    try (var output = OutputFile.of(folder.resolve("out"), "--out")) {
      assertThat(names()).isEmpty();
      assertThat(output.unfinished()).isEmpty();
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void noResultsAtAllAreAnEmptyFile() throws IOException {
    write(folder.resolve("out"), "");
    assertThat(folder.resolve("out")).isEmptyFile();
  }

  @Test
  void whatWasNotFinishedStaysAndIsNeverWrittenOver() throws IOException {
    for (String text : List.of("first", "second", "third"))
      try (var output = OutputFile.of(folder.resolve("out"), "--out")) {
        output.write(bytes(text));
        assertThat(output.unfinished()).isPresent();
      }
    assertThat(names()).containsExactly("out.partial", "out.partial-2", "out.partial-3");
    assertThat(folder.resolve("out.partial")).hasContent("first");
    assertThat(folder.resolve("out.partial-3")).hasContent("third");
  }

  @Test
  void aLinkStaysAndItsTargetIsWritten() throws IOException {
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("real");
    Files.writeString(target, "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere/real"));
    Path toLink = Files.createSymbolicLink(folder.resolve("to-link"), link);
    write(toLink, "new");
    assertThat(link).isSymbolicLink();
    assertThat(toLink).isSymbolicLink();
    assertThat(target).hasContent("new");
    Files.delete(target);
    write(link, "made");
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("made");
  }

  @Test
  void linksThatLeadNowhereAreOneSentence() throws IOException {
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, circle);
    refused(circle, ": its symbolic links lead in a circle; name another file");
    Path gone = Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("no/where"));
    refused(gone, ": its folder does not exist; make it or name another file");
  }

  @Test
  @Timeout(30)
  void aPipeIsWrittenInto() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(run("mkfifo", pipe.toString()), "there is no mkfifo here");
    var read = CompletableFuture.supplyAsync(() -> TextFile.read(pipe));
    write(pipe, "through");
    assertThat(read.get()).isEqualTo("through");
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aDeviceStaysADevice() throws Exception {
    Path device = folder.resolve("null");
    assumeTrue(run("mknod", device.toString(), "c", "1", "3"), "making a device needs root");
    write(device, "lost");
    assertThat(Files.isRegularFile(device, LinkOption.NOFOLLOW_LINKS)).isFalse();
    Path full = folder.resolve("full");
    assumeTrue(run("mknod", full.toString(), "c", "1", "7"), "making a device needs root");
    assertThatThrownBy(() -> write(full, "x"))
        .isInstanceOf(UserError.class)
        .hasMessage(full + ": the disk is full; free some space and run the same command again");
    assertThat(Files.isRegularFile(full, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void anOpenDescriptorIsContinued() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "descriptors have no paths here");
    Path file = Files.writeString(folder.resolve("log"), "before\n");
    try (var open = new java.io.FileOutputStream(file.toFile(), true);
        Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      Path descriptor = all.filter(each -> isSame(each, file)).findFirst().orElseThrow();
      write(descriptor, "after\n");
      open.write(bytes("end\n"));
    }
    assertThat(file).hasContent("before\nafter\nend\n");
  }

  @Test
  void aFolderAndAPathThroughAFileAreRefused() throws IOException {
    refused(folder, ": is a folder; --out names the file to be written");
    Path file = Files.writeString(folder.resolve("file"), "x");
    refused(file.resolve("out"), ": " + file + " is a file, not a folder; name another file");
  }

  @Test
  void permissionsStayAsTheyWere() throws IOException {
    Path file = Files.writeString(folder.resolve("out"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    write(file, "new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theInputIsRecognisedBehindLinks() throws IOException {
    Path input = Files.writeString(folder.resolve("in"), "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), input);
    Path hard = Files.createLink(folder.resolve("hard"), input);
    for (Path same : List.of(input, link, hard))
      assertThat(OutputFile.of(same, "--out").isSameAs(input)).isTrue();
    assertThat(OutputFile.of(folder.resolve("out"), "--out").isSameAs(input)).isFalse();
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private static void refused(Path file, String sentence) {
    assertThatThrownBy(() -> OutputFile.of(file, "--out"))
        .isInstanceOf(UserError.class)
        .hasMessage(file + sentence);
  }

  private static void write(Path file, String text) {
    try (var output = OutputFile.of(file, "--out")) {
      output.write(bytes(text));
      output.finish();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
