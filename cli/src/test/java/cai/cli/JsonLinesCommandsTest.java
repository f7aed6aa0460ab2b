package cai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cai.cli.terminal.StandardOutput;
import cai.cli.terminal.Surroundings;
import cai.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// JSON lines in and out of `generate`, `logprobs` and `tokens`, on the tiny random model.
final class JsonLinesCommandsTest {
  @TempDir Path folder;

  @Test
  void generateGivesEachIdItsTextInOrder() throws IOException {
    lines(
        "{\"id\":\"b\",\"prompt\":\"The weather\",\"kind\":\"left alone\"}",
        "{\"id\":7,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    Typed typed = type("generate", "--prompts", "--max-tokens", "5", "--out", "out.jsonl");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).isEmpty();
    List<String> written = Files.readAllLines(folder.resolve("out.jsonl"));
    assertThat(written).hasSize(2);
    assertThat(written.getFirst()).startsWith("{\"id\":\"b\",\"text\":\"");
    assertThat(written.getLast()).startsWith("{\"id\":7,\"text\":\"");
  }

  @Test
  void aSeedGivesTheSameTextsInAnyOrderAndBatch() throws IOException {
    lines("{\"id\":1,\"prompt\":\"One\"}", "{\"id\":2,\"prompt\":\"Two words\"}");
    String sampled = sample("5", "32");
    assertThat(sample("5", "1")).isEqualTo(sampled);
    assertThat(sample("6", "32")).isNotEqualTo(sampled);
    lines("{\"id\":2,\"prompt\":\"Two words\"}", "{\"id\":1,\"prompt\":\"One\"}");
    assertThat(sample("5", "32").lines().toList())
        .containsExactlyElementsOf(sampled.lines().toList().reversed());
  }

  @Test
  void logprobsBeginWithNullAndHaveOneForEachToken() throws IOException {
    lines("{\"id\":\"t\",\"text\":\"Hello, world!\"}", "{\"id\":\"o\",\"text\":\"a\"}");
    Typed typed = type("logprobs", "--file");
    assertThat(typed.code()).as(typed.err()).isZero();
    List<String> written = typed.out().lines().toList();
    JsonObject first = JsonObject.parse(written.getFirst(), "line 1");
    assertThat(first.list("tokens").orElseThrow()).containsExactly(43, 370, 82, 15, 375, 308, 4);
    List<Object> logprobs = first.list("logprobs").orElseThrow();
    assertThat(logprobs).hasSize(7);
    assertThat(logprobs.getFirst()).isNull();
    assertThat(logprobs.subList(1, 7))
        .allSatisfy(p -> assertThat((Double) p).isBetween(-30.0, 0.0));
    assertThat(written.getLast()).isEqualTo("{\"id\":\"o\",\"tokens\":[68],\"logprobs\":[null]}");
  }

  @Test
  void tokensShowTheMaskOfTheLastAnswer() throws IOException {
    lines(
        "{\"id\":\"t\",\"text\":\"Hello\"}",
        "{\"id\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"Yes\"}]}",
        "{\"id\":\"q\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    Typed typed = type("tokens", "--file");
    assertThat(typed.code()).as(typed.err()).isZero();
    List<String> written = typed.out().lines().toList();
    assertThat(written.getFirst())
        .isEqualTo(
            "{\"id\":\"t\",\"ids\":[43,370,82],\"pieces\":[\"H\",\"ell\",\"o\"],\"mask\":[1,1,1]}");
    assertThat(written.get(1)).contains("\"Y\",\"es\",\"<|im_end|>\"]").endsWith(",0,0,1,1,1]}");
    assertThat(written.getLast()).doesNotContain("1]}").endsWith(",0]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":1,\"prompt\":\"\"}|:2: prompt=\"\"; expected a string that is not empty",
        "{\"id\":1,\"prompt\":\" \"}|:2: prompt=\" \"; expected a text that is not blank",
        "{\"id\":1}|:2: must have either prompt (a text) or messages (a dialogue), and not both",
        "{\"prompt\":\"x\"}|:2: id=(missing); expected a string or a whole number",
        "{\"id\":0,\"prompt\":\"x\"}|:2: id=0 is that of ",
        "{\"id\":1,|:2: malformed JSON at line 1",
        "[1]|:2: holds no JSON object; ",
        "{\"id\":1,\"messages\":[]}|:2: messages=[]; expected at least one message",
        "{\"id\":1,\"messages\":[{\"role\":\"x\",\"content\":\"y\"}]}|:2: message 1: role=\"x\";"
            + " expected system, user or assistant",
        "{\"id\":1,\"messages\":[{\"role\":\"assistant\",\"content\":\"y\"}]}|:2: messages end with"
            + " the assistant's; the last must be the user's",
      })
  void aWrongLineIsOneSentenceWithItsPlace(String line, String sentence) throws IOException {
    lines("{\"id\":0,\"prompt\":\"fine\"}", line);
    Typed typed = type("generate", "--prompts", "--out", "out.jsonl");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).startsWith(folder.resolve("in.jsonl") + sentence).hasLineCount(1);
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }

  @Test
  void aTextThatIsTooLongIsNamedBeforeAnythingIsGenerated() throws IOException {
    lines(
        "{\"id\":0,\"prompt\":\"fine\"}", "{\"id\":1,\"prompt\":\"" + "a b ".repeat(9000) + "\"}");
    Typed typed = type("generate", "--prompts");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith(folder.resolve("in.jsonl") + ":2: prompt of ")
        .endsWith("; shorten the prompt or lower --max-tokens\n");
  }

  @Test
  void anOutputThatCannotBeWrittenIsNamedBeforeTheModelLoads() throws IOException {
    lines("{\"id\":0,\"prompt\":\"fine\"}");
    Typed typed = type("generate", "--prompts", "--out", "nowhere/out.jsonl");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            folder.resolve("nowhere/out.jsonl")
                + ": its folder does not exist; make it or name another file\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--temperature,-1",
    "--temperature,NaN",
    "--top-p,0",
    "--max-tokens,0",
    "--top-k,-1",
    "--rows,0"
  })
  void numbersOutOfRangeAreRefused(String option, String value) throws IOException {
    lines("{\"id\":0,\"prompt\":\"fine\"}");
    Typed typed = type("generate", "--prompts", option, value);
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).startsWith(option + "=").contains("is out of range; must be ");
  }

  @Test
  void anEmptyOrMissingFileIsOneSentence() throws IOException {
    lines();
    assertThat(type("tokens", "--file").err()).contains("in.jsonl: holds no lines; ");
    Files.delete(folder.resolve("in.jsonl"));
    assertThat(type("tokens", "--file").err())
        .contains("in.jsonl: cannot be read (there is no such file or folder)");
  }

  @Test
  void theInputIsNeverTheOutput() throws IOException {
    lines("{\"id\":0,\"text\":\"fine\"}");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in.jsonl"));
    for (String same : List.of("in.jsonl", "link", folder.resolve("in.jsonl").toString())) {
      Typed typed = type("tokens", "--file", "--out", same);
      assertThat(typed.code()).isEqualTo(2);
      assertThat(typed.err()).isEqualTo("--out=" + same + " is the input; name another file\n");
    }
    assertThat(folder.resolve("in.jsonl")).content().startsWith("{\"id\":0,");
  }

  @Test
  void textsComeFromTheStandardInputAndGoToTheStandardOutput() {
    String lines = "\uFEFF{\"id\":1,\"text\":\"Hello\",\"score\":NaN}\r\n";
    Typed typed = Typed.with(folder, lines, "tokens", "tiny-random", "--file", "-", "--out", "-");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).startsWith("{\"id\":1,\"ids\":[43,370,82],");
    Typed empty = Typed.with(folder, "", "tokens", "tiny-random", "--file", "-");
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err())
        .isEqualTo("(standard input): holds no lines; put a JSON object on each line\n");
  }

  @Test
  void whatWasDoneBeforeAFailureStays() throws IOException {
    lines("{\"id\":0,\"text\":\"fine\"}", "{\"id\":1}");
    Typed typed = type("tokens", "--file", "--out", "out.jsonl");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .contains("in.jsonl:2: must have either text or messages")
        .contains("the 1 results so far are in " + folder.resolve("out.jsonl.partial"));
    assertThat(folder.resolve("out.jsonl.partial")).content().startsWith("{\"id\":0,");
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }

  @Test
  void anOutputThatIsFullEndsTheCommandWithASentence() {
    var failing =
        new java.io.OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var err = new java.io.ByteArrayOutputStream();
    var surroundings =
        new Surroundings(
            Typed.INSTALLATION,
            folder,
            java.util.Map.of(),
            java.io.InputStream.nullInputStream(),
            new StandardOutput(failing),
            new java.io.PrintStream(err, true),
            java.util.OptionalInt.empty());
    assertThat(new CommandTree(surroundings).execute("settings")).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("standard output: cannot be written (the disk is full)\n");
  }

  private String sample(String seed, String rows) {
    Typed typed =
        type(
            "generate",
            "--prompts",
            "--temperature",
            "1",
            "--max-tokens",
            "8",
            "--seed",
            seed,
            "--rows",
            rows);
    assertThat(typed.code()).as(typed.err()).isZero();
    return typed.out();
  }

  /// Types a command on the tiny random model; `option` names the input file.
  private Typed type(String command, String option, String... more) {
    var words = new ArrayList<>(List.of(command, "tiny-random", option, "in.jsonl"));
    words.addAll(List.of("--arithmetic", "fp32"));
    words.addAll(List.of(more));
    return Typed.in(folder, words.toArray(String[]::new));
  }

  private void lines(String... lines) throws IOException {
    Files.write(folder.resolve("in.jsonl"), List.of(lines));
  }
}
