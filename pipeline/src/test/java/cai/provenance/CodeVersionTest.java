package cai.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeVersionTest {
  @TempDir Path folder;

  private Path jar(String name, Map<String, String> files) throws IOException {
    Path jar = folder.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private Path classes(String name, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(name).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder.resolve(name);
  }

  private static final Map<String, String> CODE =
      Map.of("cai/A.class", "a", "cai/x/B.class", "b", "templates/t.txt", "t");

  private static Map<String, String> with(String name, String text) {
    var files = new LinkedHashMap<>(CODE);
    files.put(name, text);
    return files;
  }

  @Test
  void aJarAndItsClassFolderAreTheSameCode() throws IOException {
    String hash = CodeVersion.hash(List.of(jar("a.jar", CODE)));
    assertThat(CodeVersion.hash(List.of(classes("a", CODE)))).isEqualTo(hash);
    assertThat(CodeVersion.hash(List.of(jar("b.jar", with("META-INF/maven/p", "x")))))
        .isEqualTo(hash);
  }

  @Test
  void classesAndResourcesCount() throws IOException {
    String hash = CodeVersion.hash(List.of(jar("a.jar", CODE)));
    assertThat(CodeVersion.hash(List.of(jar("b.jar", with("cai/A.class", "A")))))
        .isNotEqualTo(hash);
    assertThat(CodeVersion.hash(List.of(jar("c.jar", with("templates/t.txt", "T")))))
        .isNotEqualTo(hash);
    assertThat(CodeVersion.hash(List.of(jar("d.jar", with("cai/C.class", "c")))))
        .isNotEqualTo(hash);
  }

  @Test
  void otherPeoplesJarsAndTheOrderDoNotCount() throws IOException {
    Path a = jar("a.jar", CODE);
    Path b = jar("b.jar", Map.of("cai/C.class", "c"));
    Path other = jar("other.jar", Map.of("org/Other.class", "o", "cai/readme.txt", "r"));
    assertThat(CodeVersion.hash(List.of(b, other, a, folder.resolve("missing.jar"))))
        .isEqualTo(CodeVersion.hash(List.of(a, b)))
        .isNotEqualTo(CodeVersion.hash(List.of(a)));
  }

  @Test
  void followsTheClassPathOfALauncherJar() throws IOException {
    Path a = jar("a.jar", CODE);
    Path launcher =
        jar(
            "launcher.jar",
            Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: a.jar none.jar\n"));
    assertThat(CodeVersion.hash(List.of(launcher))).isEqualTo(CodeVersion.hash(List.of(a)));
  }

  @Test
  void theRunningCodeHasAVersion() {
    assertThat(CodeVersion.current().hash())
        .matches("[0-9a-f]{64}")
        .isEqualTo(CodeVersion.current().hash())
        .isNotEqualTo(CodeVersion.hash(List.of()));
  }
}
