package cai.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileFaultTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Not a directory,'a part of its path is a file, not a folder'",
    "Is a directory,it is a folder",
    "Read-only file system,the disk is read-only",
    "Too many levels of symbolic links,its symbolic links lead in a circle",
    "Too many links,the disk allows no more links to it",
    "File name too long,its name is longer than the disk allows",
    "No space left on device,the disk is full",
    "File too large,it would be larger than the system allows",
    "Input/output error,the disk or its connection failed",
    "Kein Speicherplatz,Kein Speicherplatz",
  })
  void whatTheSystemSaysIsSaidInPlainWords(String said, String reason) {
    assertThat(FileFault.reason(new FileSystemException("f", null, said))).isEqualTo(reason);
    assertThat(FileFault.reason(new IOException(said))).isEqualTo(reason);
    assertThat(FileFault.reason(new IOException("f: " + said))).isIn(reason, "f: " + said);
  }

  @Test
  void noReasonIsEmpty() {
    for (var e :
        new IOException[] {
          new NoSuchFileException("f"),
          new AccessDeniedException("f"),
          new NotDirectoryException("f"),
          new FileSystemLoopException("f"),
          new FileSystemException("f"),
          new MalformedInputException(1),
          new IOException(),
          new IOException(" "),
        })
      assertThat(FileFault.unreadable(Path.of("f"), e).getMessage())
          .startsWith("f: cannot be read (")
          .doesNotContain("(f)", "()", "( )", "null");
  }

  @Test
  void realRefusalsOfTheSystemAreUnderstood() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThat(refusalOf(file.resolve("below")))
        .isEqualTo("a part of its path is a file, not a folder");
    assertThat(refusalOf(folder)).isEqualTo("it is a folder");
    assertThat(refusalOf(folder.resolve("n".repeat(300))))
        .isEqualTo("its name is longer than the disk allows");
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, circle);
    assertThat(refusalOf(circle)).isEqualTo("its symbolic links lead in a circle");
  }

  private static String refusalOf(Path file) {
    try (var in = Files.newInputStream(file)) {
      in.read();
      throw new AssertionError(file + " can be read");
    } catch (IOException e) {
      return FileFault.reason(e);
    }
  }

  @Test
  void onlyAFullDiskIsCalledFull() {
    Path file = folder.resolve("f");
    assertThat(FileFault.isFull(file, new IOException("No space left on device"))).isTrue();
    assertThat(FileFault.isFull(file, new IOException("Disk quota exceeded"))).isTrue();
    assertThat(FileFault.isFull(file, new AccessDeniedException("f"))).isFalse();
    // A disk that is read-only has nothing left either.
    Path full = Path.of("/proc/f");
    assertThat(FileFault.isFull(full, new FileSystemException("f", null, "Read-only file system")))
        .isFalse();
    assertThat(FileFault.isFull(full, new AccessDeniedException("f"))).isFalse();
    assertThat(FileFault.isFull(full, new IOException("Kein Speicherplatz"))).isTrue();
  }
}
