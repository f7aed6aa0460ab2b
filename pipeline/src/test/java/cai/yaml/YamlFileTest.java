package cai.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
  @TempDir Path folder;

  @Test
  void givesEachValueItsLineAndSaysAllProblemsAtOnce() throws IOException {
    Path file = write("a: 1\nb: [x, {}]\nrevison: text\n\na: again\nc:\n");
    var problems = new Problems();
    YamlMap map = YamlFile.read(file, problems).map("the file").orElseThrow();
    map.text("a");
    map.texts("b");
    map.text("c");
    map.optionalText("revision");
    map.text("missing");
    map.refuseOtherKeys();
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(UserError.class)
        .hasMessage(
            String.join(
                "\n",
                file + ":5: key 'a' occurs twice, first at " + file + ":1; drop one",
                file + ":1: a is a number, not text; put it in quotes",
                file + ":2: an entry of b is a map; a text is needed",
                file + ":6: c is empty; a text is needed",
                file + ":1: key 'missing' is missing",
                file + ":3: unknown key 'revison'; did you mean 'revision'?"));
  }

  @Test
  void takesByteOrderMarkWindowsLineEndsAndUnquotedYes() throws IOException {
    Path file = write("\uFEFFa: Yes\r\nb: no\r\n");
    var problems = new Problems();
    YamlMap map = YamlFile.read(file, problems).map("the file").orElseThrow();
    assertThat(map.text("a")).isEqualTo("Yes");
    assertThat(map.text("b")).isEqualTo("no");
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void refusesWhatIsNotOneYamlDocument() throws IOException {
    assertRefused("a: [1, 2\nb: 3", ":2: is not YAML: ");
    assertRefused("a: 1\n---\nb: 2\n", ":2: is not YAML: ");
    assertRefused("a: \"x\0y\"", ": is not YAML: ");
    assertRefused("  \n", ": is empty");
    assertRefused("# only a comment\n", ": holds nothing but comments");
    assertRefused("[".repeat(200_000), "");
  }

  @Test
  void refusesAliasesThatGrowWithoutEnd() throws IOException {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++)
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    assertRefused(bomb.toString(), ": is not YAML: ");
  }

  @Test
  void refusesBytesThatAreNotText() throws IOException {
    Path file = folder.resolve("binary.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> YamlFile.read(file, new Problems()))
        .hasMessage(file + ":1: is not UTF-8 text; save the file as UTF-8");
    assertThatThrownBy(() -> YamlFile.read(folder.resolve("none.yaml"), new Problems()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none.yaml: cannot be read");
  }

  @Test
  void findsTheNearestKnownWord() {
    var known = java.util.List.of("critique-request", "revision-request");
    assertThat(Nearest.of("critque-request", known)).contains("critique-request");
    assertThat(Nearest.of("revisoin-request", known)).contains("revision-request");
    assertThat(Nearest.of("colour", known)).isEmpty();
    assertThat(Nearest.distance("abcd", "abdc")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> YamlFile.read(file, new Problems()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + message);
  }

  private Path write(String text) throws IOException {
    Path file = folder.resolve("x.yaml");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    return file;
  }
}
