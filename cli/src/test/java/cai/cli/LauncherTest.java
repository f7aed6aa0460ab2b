package cai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `cai`, in an installation of the test with a JDK and a Maven that are scripts too.
final class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "cut",
          "dirname",
          "env",
          "find",
          "flock",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "stty",
          "tail",
          "touch");

  @TempDir Path folder;
  private Path home;
  private Path tools;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void installation() throws IOException {
    folder = folder.toRealPath();
    home = Files.createDirectories(folder.resolve("the installation"));
    Files.copy(Typed.INSTALLATION.resolve("cai"), home.resolve("cai"));
    executable(home.resolve("cai"));
    Files.writeString(
        home.resolve("pom.xml"),
        "<version>9.8.7</version>\n<cai.jvm.flags>-Dflag=1 -Dother=2</cai.jvm.flags>\n");
    for (String module : List.of("model", "pipeline", "cli")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.writeString(home.resolve(module).resolve("pom.xml"), "");
      Files.writeString(home.resolve(module).resolve("src/main/Code.java"), "");
    }
    tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS)
      for (String bin : List.of("/usr/bin", "/bin")) {
        Path program = Path.of(bin, tool);
        if (Files.exists(program) && !Files.exists(tools.resolve(tool)))
          script(tools.resolve(tool), "exec " + program + " \"$@\"");
      }
    maven("3.8.7");
  }

  @Test
  void buildsOnceAndStartsTheCommandWithItsWords() throws Exception {
    jdk("jvm/jdk-25", "25.0.1");
    Ended first = cai("generate", "a model", "");
    assertThat(first.code()).as(first.err()).isEqualTo(42);
    assertThat(first.out().lines())
        .containsSubsequence(
            "-Dflag=1",
            "-Dother=2",
            "-Dcai.home=" + home,
            "-cp",
            "cai.cli.Main",
            "generate",
            "a model",
            "")
        .contains(home + "/cli/target/cai-cli-9.8.7.jar:" + home + "/cli/target/lib/a.jar")
        .contains("passive=PASSIVE spin=10000 blas=1");
    assertThat(first.err()).startsWith("Building cai (");
    assertThat(calls()).hasSize(1).first().asString().startsWith("-f " + home + "/pom.xml ");
    Ended second = cai("doctor");
    assertThat(second.code()).isEqualTo(42);
    assertThat(second.err()).isEmpty();
    assertThat(calls()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewerOrHasGone() throws Exception {
    jdk("jvm/jdk-25", "25");
    cai();
    Path source = home.resolve("pipeline/src/main/Code.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    cai();
    assertThat(calls()).hasSize(2);
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(500)));
    cai();
    assertThat(calls()).hasSize(2);
    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(5)));
    cai();
    assertThat(calls()).hasSize(3);
  }

  @Test
  void tellsWhichCommitItHasBuilt() throws Exception {
    jdk("jvm/jdk-25", "25");
    git(home, "");
    assertThat(cai().out()).contains("-Dcai.commit=0d58977\n");
    // It is that of the build, not of the moment.
    git(home, " M cli/pom.xml");
    assertThat(cai().out()).contains("-Dcai.commit=0d58977\n");
    Path source = home.resolve("cli/src/main/Code.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(cai().out()).contains("-Dcai.commit=0d58977+\n");
    // A jar that somebody else has built since is of no known commit.
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(500)));
    Path jar = Files.writeString(home.resolve("cli/target/cai-cli-9.8.7.jar"), "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(50)));
    assertThat(cai().out()).doesNotContain("cai.commit");
  }

  @Test
  void tellsNoCommitOfACheckoutAroundIt() throws Exception {
    jdk("jvm/jdk-25", "25");
    git(folder, "");
    assertThat(cai().out()).contains("-Dcai.home=").doesNotContain("cai.commit");
  }

  private void git(Path top, String status) throws IOException {
    script(
        tools.resolve("git"),
        "case \"$3 $4\" in",
        "'rev-parse --show-toplevel') echo '" + top + "' ;;",
        "'rev-parse --verify') echo 0d58977 ;;",
        "'status --porcelain') echo '" + status + "' ;;",
        "esac");
  }

  @Test
  void worksThroughLinksFromAnotherFolder() throws Exception {
    jdk("jvm/jdk-25", "25");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("direct"), home.resolve("cai"));
    Files.createSymbolicLink(bin.resolve("cai"), Path.of("direct"));
    Ended ended = start(bin.resolve("cai"), List.of(), "x");
    assertThat(ended.code()).as(ended.err()).isEqualTo(42);
    assertThat(ended.out()).contains("-Dcai.home=" + home + "\n");
  }

  @Test
  void findsTheJdkBehindOlderDefaults() throws Exception {
    Path old = jdk("jvm/jdk-17", "17.0.15");
    jdk("jvm/jdk-24", "24");
    Path right = jdk("user/.sdkman/candidates/java/25.0.1-tem", "25.0.1");
    Files.createSymbolicLink(tools.resolve("java"), old.resolve("bin/java"));
    Ended ended = start(home.resolve("cai"), List.of("JAVA_HOME=" + old), "x");
    assertThat(ended.code()).as(ended.err()).isEqualTo(42);
    assertThat(ended.out()).contains("java=" + right + "\n");
  }

  @Test
  void takesJavaHomeBeforeAllOthers() throws Exception {
    jdk("jvm/jdk-25", "25");
    Path mine = jdk("my jdk", "26-ea");
    Ended ended = start(home.resolve("cai"), List.of("JAVA_HOME=" + mine), "x");
    assertThat(ended.out()).contains("java=" + mine + "\n");
  }

  @Test
  void namesTheMissingJdk() throws Exception {
    jdk("jvm/jdk-17", "17.0.15");
    Files.delete(jdk("jvm/jre-25", "25").resolve("bin/javac"));
    Ended ended = cai("run");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith("cai: JDK 25 or newer is missing; install it with: ")
        .hasLineCount(1);
  }

  @Test
  void namesTheMissingOrOldMaven() throws Exception {
    jdk("jvm/jdk-25", "25");
    maven("3.6.3");
    Ended old = cai("run");
    assertThat(old.code()).isEqualTo(2);
    assertThat(old.err()).startsWith("cai: Maven is 3.6, which is too old; ").hasLineCount(1);
    Files.delete(tools.resolve("mvn"));
    assertThat(cai("run").err())
        .isEqualTo("cai: Maven 3.8 or newer is missing; install it with: apt-get install maven\n");
  }

  @Test
  void needsNoMavenWhereAllIsBuilt() throws Exception {
    jdk("jvm/jdk-25", "25");
    cai();
    Files.delete(tools.resolve("mvn"));
    assertThat(cai("x").code()).isEqualTo(42);
  }

  @Test
  void aLibraryThatIsMissingOfflineIsFetched() throws Exception {
    jdk("jvm/jdk-25", "25");
    script(
        tools.resolve("mvn"),
        "[[ $1 == -v ]] && { echo Apache Maven 3.9.1; exit; }",
        "echo \"$@\" >> " + folder + "/calls",
        "case \" $* \" in *' -o '*) echo '[ERROR] Cannot access central in offline mode'; exit 1 ;;"
            + " esac");
    assertThat(cai("x").code()).isEqualTo(42);
    assertThat(calls()).hasSize(2);
    assertThat(calls().getLast()).doesNotContain(" -o ");
  }

  @Test
  void aBuildWithoutNetworkSaysSo() throws Exception {
    jdk("jvm/jdk-25", "25");
    script(
        tools.resolve("mvn"),
        "[[ $1 == -v ]] && { echo Apache Maven 3.9.1; exit; }",
        "case \" $* \" in *' -o '*) echo in offline mode ;; *) echo Could not transfer artifact ;;"
            + " esac",
        "exit 1");
    Ended ended = cai("x");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("cai: the build needs libraries that are not here, and no network gives them; ");
  }

  @Test
  void aBuildThatFailsShowsItsErrorsAndStartsNothing() throws Exception {
    jdk("jvm/jdk-25", "25");
    script(
        tools.resolve("mvn"),
        "[[ $1 == -v ]] && { echo Apache Maven 3.9.1; exit; }",
        "echo '[ERROR] Code.java:[1,2] wrong'; exit 1");
    Ended ended = cai("x");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("[ERROR] Code.java:[1,2] wrong\n")
        .endsWith("cai: the build failed; the whole log is " + home + "/cli/target/build.log\n");
  }

  private Ended cai(String... words) throws Exception {
    return start(home.resolve("cai"), List.of(), words);
  }

  private Ended start(Path launcher, List<String> settings, String... words) throws Exception {
    var command = new ArrayList<>(List.of(tools.resolve("env").toString(), "-i"));
    command.add("PATH=" + tools);
    command.add("HOME=" + Files.createDirectories(folder.resolve("user")));
    command.add("CAI_JDK_FOLDER=" + Files.createDirectories(folder.resolve("jvm")));
    command.addAll(settings);
    command.add(launcher.toString());
    command.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /// A JDK whose `java` prints what it was started with and ends with 42.
  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(
        jdk.resolve("bin/java"),
        "echo \"java=" + jdk + "\"",
        "echo passive=$OMP_WAIT_POLICY spin=$GOMP_SPINCOUNT blas=$OPENBLAS_NUM_THREADS",
        "for word in \"$@\"; do echo \"$word\"; done",
        "exit 42");
    script(jdk.resolve("bin/javac"), "exit 0");
    return jdk;
  }

  private void maven(String version) throws IOException {
    script(
        tools.resolve("mvn"),
        "[[ $1 == -v ]] && { echo Apache Maven " + version + "; exit; }",
        "echo \"$@\" >> " + folder + "/calls",
        "mkdir -p '" + home + "/cli/target/lib'",
        "touch '" + home + "/cli/target/lib/a.jar' '" + home + "/cli/target/cai-cli-9.8.7.jar'");
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private void script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
