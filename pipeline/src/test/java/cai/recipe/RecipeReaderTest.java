package cai.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.recipe.Example.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecipeReaderTest {
  @TempDir Path folder;

  private Path write(String yaml) {
    try {
      return Files.writeString(folder.resolve("x.yaml"), yaml);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Example read(String yaml, String... overrides) {
    return RecipeReader.read(write(yaml), List.of(overrides), Example.class);
  }

  /// The lines of the error, without the folder.
  private List<String> errors(String yaml, String... overrides) {
    try {
      Example read = read(yaml, overrides);
      throw new AssertionError("was accepted: " + read);
    } catch (UserError e) {
      return e.getMessage().replace(folder + "/", "").lines().toList();
    }
  }

  @Test
  void missingSectionsTakeAllTheirDefaults() {
    Example example = read("name: a\n");
    assertThat(example.seed()).isEqualTo(1);
    assertThat(example.critique())
        .isEqualTo(
            new Example.Critique(4, true, folder.resolve("red-team.jsonl"), List.of("\n\nHuman:")));
    assertThat(example.finetuning().learningRate()).isEqualTo(1e-5);
    assertThat(example.finetuning().schedule())
        .isEqualTo(new Example.Schedule(0.1, Optional.empty()));
    assertThat(example.feedback().method()).isEqualTo(Labels.YES_NO_BALANCED);
    assertThat(example.feedback().others()).containsExactly(Labels.MULTIPLE_CHOICE);
    assertThat(example.feedback().human()).isEmpty();
  }

  @Test
  void aSectionByItselfHasItsDefaultsButForSomeKeys() {
    assertThat(RecipeReader.section(Example.Schedule.class))
        .isEqualTo(new Example.Schedule(0.1, Optional.empty()));
    assertThat(RecipeReader.section(Example.Schedule.class, "floor=0.5", "floor=0.25"))
        .isEqualTo(new Example.Schedule(0.25, Optional.empty()));
    assertThatThrownBy(() -> RecipeReader.section(Example.Schedule.class, "flor=1"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("flor");
  }

  @Test
  void readsEveryKindOfKey() {
    Example example =
        read(
            """
            name: 135
            seed: -9223372036854775808
            critique:
            finetuning: {learning-rate: 1, schedule: {cut: -2.5e-1}}
            feedback:
              method: multiple-choice
              others: [yes-no-balanced, multiple-choice]
              grid:
                - 0
                - .5
              human: ../human.jsonl
              sources:
                - file: /a
                - {file: b, share: 2}
            """);
    assertThat(example.name()).isEqualTo("135");
    assertThat(example.seed()).isEqualTo(Long.MIN_VALUE);
    assertThat(example.finetuning().learningRate()).isEqualTo(1.0);
    assertThat(example.finetuning().schedule().cut()).contains(-0.25);
    assertThat(example.feedback().others())
        .containsExactly(Labels.YES_NO_BALANCED, Labels.MULTIPLE_CHOICE);
    assertThat(example.feedback().grid()).containsExactly(0.0, 0.5);
    assertThat(example.feedback().human()).contains(folder.resolveSibling("human.jsonl"));
    assertThat(example.feedback().sources())
        .containsExactly(
            new Example.Source(Path.of("/a"), 1), new Example.Source(folder.resolve("b"), 2));
  }

  @Test
  void saysAllErrorsAtOnceInTheOrderOfTheRecipe() {
    assertThat(
            errors(
                """
                feedback:
                  method: yes-no-balancd
                  grid: [0.5, 2]
                critique:
                  rounds: 4.0
                  enabled: yes
                  revison-count: 3
                  stops: none
                finetuning:
                  learning-rate: 3.0
                  Warm_Up: 3
                """))
        .containsExactly(
            "x.yaml:2: feedback.method=yes-no-balancd is not known; must be one of multiple-choice,"
                + " yes-no-balanced; did you mean 'yes-no-balanced'?",
            "x.yaml:3: feedback.grid[1]=2 is out of range; must be in [0, 1]",
            "x.yaml:5: critique.rounds=4.0 is not an integer; must be an integer in [1, 16]",
            "x.yaml:6: critique.enabled=yes is neither true nor false; must be true or false",
            "x.yaml:7: unknown key 'critique.revison-count'; known keys here are rounds, enabled,"
                + " prompts, stops",
            "x.yaml:8: critique.stops=none is a single value; must be a list, each a text",
            "x.yaml:10: finetuning.learning-rate=3.0 is out of range; must be in (0, 1]",
            "x.yaml:11: unknown key 'finetuning.Warm_Up'; did you mean 'warm-up'?",
            "x.yaml: missing key 'name'; must be a text: Name of the run.");
  }

  @Test
  void refusesValuesOfTheWrongType() {
    assertThat(
            errors(
                """
                name: [a]
                seed: "1"
                critique:
                  rounds: 99999999999
                  enabled: "true"
                  prompts:
                  stops: [{a: b}, ~]
                finetuning:
                  learning-rate: .nan
                  warm-up: 0x10
                  steps: a list
                  schedule: [1]
                feedback: 3
                """))
        .containsExactly(
            "x.yaml:1: name is a list; must be a text",
            "x.yaml:2: seed=\"1\" is a text in quotes; must be an integer, without quotes",
            "x.yaml:4: critique.rounds=99999999999 is out of range; must be in [1, 16]",
            "x.yaml:5: critique.enabled=\"true\" is a text in quotes; must be true or false,"
                + " without quotes",
            "x.yaml:6: critique.prompts has no value; must be a path",
            "x.yaml:7: critique.stops[0] is a section; must be a text",
            "x.yaml:7: critique.stops[1]=~ has no value; must be a list, each a text",
            "x.yaml:9: finetuning.learning-rate=.nan is not a finite number; must be a number in"
                + " (0, 1]",
            "x.yaml:10: finetuning.warm-up=0x10 is not an integer; must be an integer at least 0",
            "x.yaml:11: finetuning.steps=a list is not an integer; must be an integer at least 1",
            "x.yaml:12: finetuning.schedule is a list; must be a section of keys",
            "x.yaml:13: feedback=3 is a single value; must be a section of keys");
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    for (String number : List.of(".inf", "-.inf", ".nan", "1e999", "-1e999", "inf", "1_000")) {
      assertThat(errors("name: a\nfinetuning: {schedule: {cut: " + number + "}}"))
          .singleElement()
          .asString()
          .startsWith("x.yaml:2: finetuning.schedule.cut=" + number + " is ");
    }
  }

  @Test
  void refusesDuplicateKeys() {
    assertThat(errors("name: a\ncritique:\n  rounds: 1\n  rounds: 2\nname: b\n"))
        .containsExactly(
            "x.yaml:4: duplicate key 'critique.rounds'; it is set before at x.yaml:3",
            "x.yaml:5: duplicate key 'name'; it is set before at x.yaml:1");
  }

  @Test
  void suggestsTheSectionOfAMisplacedKey() {
    assertThat(errors("name: a\nlearning-rate: 1\ncritique: {warmup: 1}"))
        .containsExactly(
            "x.yaml:2: unknown key 'learning-rate'; did you mean 'finetuning.learning-rate'?",
            "x.yaml:3: unknown key 'critique.warmup'; did you mean 'finetuning.warm-up'?");
  }

  @Test
  void showsOnlyTheBeginningOfALongValue() {
    assertThat(errors("name: a\nseed: " + "1 ".repeat(500)).getFirst()).hasSizeLessThan(140);
  }

  @Test
  void reportsWhatAConstructorRefusesAtItsSection() {
    assertThat(errors("name: a\n\nfinetuning:\n  warm-up: 200\n"))
        .containsExactly(
            "x.yaml:4: finetuning: warm-up=200 is longer than steps=100; must be at most steps");
  }

  @Test
  void checksAcrossSectionsOnlyWhenTheSectionsAreRight() {
    String wrong = "critique: {rounds: 9}\nfinetuning: {steps: 5}\n";
    assertThat(errors("name: a\n" + wrong))
        .containsExactly(
            "x.yaml: critique.rounds is larger than finetuning.steps; give more steps");
    assertThat(errors(wrong)).singleElement().asString().contains("missing key 'name'");
  }

  @Test
  void overridesReplaceAndAddKeys() {
    Example example =
        read(
            "name: a\ncritique:\n  rounds: 2\n  enabled: false\n",
            "critique.rounds=3",
            "critique.rounds=5",
            "finetuning.schedule.cut=1",
            "feedback.grid=[0.1, 0.2]",
            "feedback.human=null",
            "name=b=c",
            "critique.prompts=some/file.jsonl");
    assertThat(example.critique().rounds()).isEqualTo(5);
    assertThat(example.critique().enabled()).isFalse();
    assertThat(example.critique().prompts()).isEqualTo(Path.of("some/file.jsonl"));
    assertThat(example.finetuning().schedule().cut()).contains(1.0);
    assertThat(example.feedback().grid()).containsExactly(0.1, 0.2);
    assertThat(example.name()).isEqualTo("b=c");
  }

  @Test
  void errorsOfOverridesCiteThem() {
    assertThat(
            errors(
                "name: a\n",
                "finetuning.learning-rate=3",
                "finetuning.lerning-rate=1",
                "critiqe.rounds=1",
                "rounds=1",
                "critique.rounds",
                "critique..rounds=1",
                "=1",
                "critique.rounds=",
                "feedback.grid=[0, 7]",
                "feedback={method: multiple-choice}",
                "critique.stops=[a",
                "seed.x=1",
                "name=@x"))
        .containsExactlyInAnyOrder(
            "--set finetuning.learning-rate=3 is out of range; must be in (0, 1]",
            "--set finetuning.lerning-rate=1: unknown key 'finetuning.lerning-rate'; did you mean"
                + " 'learning-rate'?",
            "--set critiqe.rounds=1: unknown key 'critiqe'; did you mean 'critique'?",
            "--set rounds=1: unknown key 'rounds'; did you mean 'critique.rounds'?",
            "--set critique.rounds: is not an override; write section.key=value",
            "--set critique..rounds=1: is not an override; write section.key=value",
            "--set =1: is not an override; write section.key=value",
            "--set critique.rounds= has no value; must be an integer in [1, 16]",
            "--set feedback.grid=[0, 7]: feedback.grid[1]=7 is out of range; must be in [0, 1]",
            "--set feedback={method: multiple-choice}: sets a section; set its keys one by one",
            "--set critique.stops=[a: not valid YAML: while parsing a flow sequence, expected ','"
                + " or ']', but got <stream end>",
            "--set seed.x=1: seed is a section; must be an integer",
            "--set name=@x: not valid YAML: while scanning for the next token, found character '@'"
                + " that cannot start any token");
  }

  @Test
  void anOverrideDoesNotHideAnErrorOfTheRecipe() {
    assertThat(errors("name: a\ncritique: 5\n", "critique.rounds=3"))
        .containsExactly("x.yaml:2: critique=5 is a single value; must be a section of keys");
  }

  @Test
  void refusesFilesThatAreNoRecipes() throws IOException {
    String known = "a recipe has the sections name, seed, critique, finetuning, feedback";
    assertThat(errors("")).containsExactly("x.yaml: is empty; " + known);
    assertThat(errors("# only a comment\n")).containsExactly("x.yaml: is empty; " + known);
    assertThat(errors("---\n")).containsExactly("x.yaml: is empty; " + known);
    assertThat(errors("- a\n")).containsExactly("x.yaml:1: a list; " + known);
    assertThat(errors("\nhello\n")).containsExactly("x.yaml:2: a single value; " + known);
    assertThat(errors("#" + "x".repeat(1 << 20)))
        .containsExactly("x.yaml: is larger than 1 MiB; this is not a recipe");
    Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {'a', (byte) 0xC3, (byte) 0x28});
    assertThatThrownBy(() -> RecipeReader.read(binary, List.of(), Example.class))
        .isInstanceOf(UserError.class)
        .hasMessage(binary + ":1: is not UTF-8 text; save the file as UTF-8");
    assertThatThrownBy(() -> RecipeReader.read(folder.resolve("no"), List.of(), Example.class))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> RecipeReader.read(folder, List.of(), Example.class))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void saysTheLineOfASyntaxErrorInOneSentence() {
    assertThat(errors("name: a\ncritique:\n\trounds: 1\n"))
        .containsExactly("x.yaml:3: a tab cannot indent YAML; use spaces");
    assertThat(errors("name: a\ncritique: {rounds: 1\nseed: 1\n"))
        .singleElement()
        .asString()
        .startsWith("x.yaml:3: not valid YAML: ");
    assertThat(errors("name: a\ncritique:\n  rounds: 1\n enabled: true\n"))
        .singleElement()
        .asString()
        .startsWith("x.yaml:4: not valid YAML: ");
    assertThat(errors("name: 'a\n")).singleElement().asString().contains("not valid YAML");
    assertThat(errors("name: a: b\n")).singleElement().asString().startsWith("x.yaml:1: not valid");
    assertThat(errors("name: a\u0000\n")).singleElement().asString().contains("not valid YAML");
  }

  @Test
  void refusesWhatHidesAMeaning() {
    assertThat(errors("name: &n a\n"))
        .containsExactly("x.yaml:1: anchor '&n' is not supported; write the value out instead");
    assertThat(errors("name: a\nseed: *n\n"))
        .containsExactly("x.yaml:2: alias '*n' is not supported; write the value out");
    assertThat(errors("name: a\nseed: !!int '3'\n"))
        .containsExactly(
            "x.yaml:2: tag 'tag:yaml.org,2002:int' is not supported; write the plain value");
    assertThat(errors("name: !java.lang.Runtime [a]\n"))
        .singleElement()
        .asString()
        .contains("tag '!java.lang.Runtime' is not supported");
    assertThat(errors("name: a\n---\nname: b\n"))
        .containsExactly("x.yaml:2: a second document begins here; a recipe is one document");
    assertThat(errors("name: a\n<<: {seed: 1}\n"))
        .containsExactly(
            "x.yaml:2: unknown key '<<'; merge keys are not supported, write the keys out");
    assertThat(errors("? [a]\n: b\n")).singleElement().asString().contains("a key must be a word");
  }

  @Test
  void survivesBombs() {
    assertThat(errors("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n")).hasSize(1);
    assertThat(errors("name: " + "[".repeat(200_000)))
        .singleElement()
        .asString()
        .contains("nested too deeply");
    assertThat(errors("{a: ".repeat(100_000))).singleElement().asString().contains("too deeply");
  }

  @Test
  void bugsInRecordsAreNotTheUsersErrors() {
    record WrongDefault(@Setting(value = "0", about = "x", min = 1) int a) {}
    record NoSetting(int a) {}
    record Crashing(@Setting(value = "0", about = "x") int a) {
      Crashing {
        if (a == 0) throw new ArithmeticException("bug");
      }
    }
    Path file = write("{}");
    assertThatThrownBy(() -> RecipeReader.read(file, List.of(), WrongDefault.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("WrongDefault.a: a=0 is out of range; must be at least 1");
    assertThatThrownBy(() -> RecipeReader.read(file, List.of(), NoSetting.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NoSetting.a has no @Setting");
    assertThatThrownBy(() -> RecipeReader.read(file, List.of(), Crashing.class))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void resolvedTextReadsBackToTheSameRecipe() {
    Example example =
        read(
            "{}",
            "name='yes: \"quoted\" \\ # \u00e9 \ud83d\ude00 \u2028\u200b\t'",
            "finetuning.learning-rate=3.0000000000000004e-7",
            "finetuning.schedule.cut=-123456789.125",
            "feedback.others=[]",
            "feedback.human=/data/h.jsonl",
            "critique.stops=['', 'true', \"\\n\\nHuman:\", '12']");
    String yaml = RecipeReader.resolved(example);
    assertThat(read(yaml)).isEqualTo(example);
    assertThat(RecipeReader.resolved(read(yaml))).isEqualTo(yaml);
  }

  @Test
  void resolvedTextShowsEveryKeyWithItsDefault() {
    Example example =
        RecipeReader.read(
            write("name: a\nfeedback: {sources: [{file: /s}]}"),
            List.of("critique.prompts=p"),
            Example.class);
    assertThat(RecipeReader.resolved(example))
        .isEqualTo(
            """
            name: a
            seed: 1
            critique:
              rounds: 4
              enabled: true
              prompts: p
              stops: ["\\n\\nHuman:"]
            finetuning:
              learning-rate: 1e-5
              warm-up: 0
              steps: 100
              schedule:
                floor: 0.1
                cut: null
            feedback:
              method: yes-no-balanced
              others: [multiple-choice]
              grid: []
              human: null
              sources:
                -
                  file: "/s"
                  share: 1
            """);
  }
}
