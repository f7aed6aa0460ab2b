package cai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands say of themselves, and how they end.
final class CommandTreeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "plan",
        "generate",
        "logprobs",
        "tokens",
        "models",
        "report",
        "verify",
        "settings",
        "bench",
        "doctor"
      })
  void helpTextsAreTheAgreedOnes(String command) throws IOException {
    Typed typed =
        command.isEmpty() ? Typed.in(folder, "--help") : Typed.in(folder, command, "--help");
    assertThat(typed.code()).isZero();
    assertThat(typed.out()).isEqualTo(golden("help-" + (command.isEmpty() ? "cai" : command)));
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    Typed typed = Typed.in(folder);
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("Usage: cai").contains("generate");
  }

  @Test
  void wrongWordsEndWithTwoAndASentence() {
    assertThat(Typed.in(folder, "bogus"))
        .satisfies(typed -> assertThat(typed.code()).isEqualTo(2))
        .extracting(Typed::err)
        .asString()
        .startsWith("Unmatched argument at index 0: 'bogus'; see cai --help\n");
    assertThat(Typed.in(folder, "generate", "tiny-random").err())
        .isEqualTo("Missing required option: '--prompts=FILE'; see cai generate --help\n");
    assertThat(Typed.in(folder, "tokens", "m", "--file", "f", "--dialogue", "x").err())
        .isEqualTo(
            "Invalid value for option '--dialogue': must be one of auto, chat, transcript; see cai"
                + " tokens --help\n");
  }

  @Test
  void aRecipesErrorsComeAllAtOnceBeforeAnyModel() throws IOException {
    Path recipe = Files.writeString(folder.resolve("mine.yaml"), "seed: x\nmodle:\n  name: nix\n");
    Typed typed = Typed.in(folder, "run", recipe.toString(), "--set", "finetuning.learning-rate=3");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("mine.yaml:1: ") && line.contains("seed=x"))
        .anyMatch(line -> line.contains("unknown key 'modle'; did you mean 'model'?"))
        .anyMatch(line -> line.startsWith("--set finetuning.learning-rate=3 is out of range"));
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void aModelThatIsNowhereIsOneSentence() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":1,\"prompt\":\"x\"}\n");
    Typed typed =
        Typed.in(folder, "generate", "nix", "--prompts", folder.resolve("p.jsonl").toString());
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith("model=nix is neither a file or folder here nor a known name;")
        .hasLineCount(1);
  }

  @Test
  void debugShowsWhereAnErrorComesFrom() {
    Typed typed = Typed.in(folder, "report", "nix", "--debug");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith("nix: is no run; name a folder that cai run has written\n")
        .contains("\tat cai.cli.ReportCommand.call");
  }

  @Test
  void aRunsNameIsAFolderName() throws IOException {
    Files.writeString(folder.resolve("r.yaml"), "seed: 1\n");
    Typed typed =
        Typed.in(folder, "run", folder.resolve("r.yaml").toString(), "--name", "../elsewhere");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).startsWith("--name=../elsewhere is no folder name; ");
  }

  @Test
  void settingsListEverySection() {
    Typed typed = Typed.in(folder, "settings");
    assertThat(typed.code()).isZero();
    for (var stage : cai.run.StageWord.values())
      assertThat(typed.out()).contains("## " + stage.word() + "\n");
  }

  @Test
  void modelsAreListedWithTheirPlace() {
    Typed typed = Typed.in(folder, "models", "list");
    assertThat(typed.code()).isZero();
    assertThat(typed.out())
        .startsWith("cache " + folder.resolve("cache") + "\n")
        .containsPattern("smollm2-135m-instruct +not here; cai models fetch smollm2-135m-instruct")
        .containsPattern("tiny-random +comes with cai");
    assertThat(Typed.in(folder, "models", "fetch", "tiny-random").out())
        .isEqualTo(Typed.INSTALLATION.resolve("models/tiny-random") + "\n");
  }

  private static String golden(String name) throws IOException {
    try (var in = CommandTreeTest.class.getResourceAsStream(name + ".txt")) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
