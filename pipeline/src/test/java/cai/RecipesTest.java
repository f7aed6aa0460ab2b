package cai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.critique.CritiqueSettings;
import cai.errors.UserError;
import cai.feedback.FeedbackSettings;
import cai.recipe.Setting;
import cai.recipe.SettingReference;
import cai.run.Progress;
import cai.run.StageWord;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecipesTest {
  private static final Path RECIPES = Path.of("../recipes");

  @TempDir Path folder;

  private static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(RECIPES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static Recipe recipe(String name) {
    return Recipe.read(RECIPES.resolve(name + ".yaml"), List.of());
  }

  @Test
  void everyRecipeBinds() throws IOException {
    assertThat(recipes())
        .extracting(file -> file.getFileName().toString())
        .contains("smoke.yaml", "quickstart.yaml", "afternoon.yaml", "paper.yaml");
    for (Path file : recipes()) assertThat(Recipe.read(file, List.of())).isNotNull();
  }

  @Test
  void everyHeaderSaysWhatItNeedsWhatToExpectAndHowToRunIt() throws IOException {
    for (Path file : recipes()) {
      String text = Files.readString(file);
      String header = text.substring(0, text.indexOf("\nseed:"));
      assertThat(header.lines()).as(file.toString()).allMatch(line -> line.startsWith("#"));
      assertThat(header)
          .as(file.toString())
          .containsPattern("# What it (shows|reproduces): ")
          .contains("# Needs: ", "# Last run: ", "# Expected", "# Command: ./cai ");
    }
  }

  @Test
  void aRecipeThatStillChoosesAFormatForOneStageIsToldTheOneKey() {
    List<String> old =
        List.of(
            "critique.response-style=chat",
            "critique.yes-no-format=chat",
            "feedback.answer-style=transcript");
    String instead =
        " is no longer a key; every stage asks, samples and trains in the format that"
            + " model.dialogue sets, so remove it";
    assertThatThrownBy(() -> Recipe.read(RECIPES.resolve("smoke.yaml"), old))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--set critique.response-style=chat: critique.response-style"
                + instead
                + "\n--set critique.yes-no-format=chat: critique.yes-no-format"
                + instead
                + "\n--set feedback.answer-style=transcript: feedback.answer-style"
                + instead);
  }

  @Test
  void theFilesThatRecipesNameAreInTheRepository() {
    for (String name : List.of("smoke", "quickstart", "afternoon")) {
      Recipe recipe = recipe(name);
      var files = new ArrayList<Path>(recipe.constitution().files());
      files.addAll(recipe.prompts().redTeam());
      files.addAll(recipe.prompts().helpful());
      assertThat(files).as(name).isNotEmpty().allMatch(Files::isRegularFile);
    }
    assertThat(RECIPES.resolve(recipe("smoke").model().name())).isDirectory();
  }

  @Test
  void thePaperRecipeHasThePapersNumbers() {
    Recipe paper = recipe("paper");
    CritiqueSettings critique = paper.critique();
    assertThat(paper.prompts().redTeamTrain()).isEqualTo(42_496 + 140_335);
    assertThat(paper.prompts().helpfulTrain()).isEqualTo(135_296);
    assertThat(paper.examples().critique()).hasFileName("CritiqueRevisionFewShotPrompts.json");
    assertThat(paper.examples().feedback()).hasFileName("RLMadisonFewShotPrompts.json");
    assertThat(paper.examples().reasoning()).hasFileName("RLMadisonPrecogFewShotPrompts.json");
    assertThat(critique.rounds()).isEqualTo(4);
    assertThat(critique.helpfulSamples()).isEqualTo(2);
    assertThat(critique.temperature()).isEqualTo(1);
    assertThat(critique.leadIns()).isEqualTo(CritiqueSettings.LeadIns.NEVER);
    assertThat(critique.guards().enabled()).isFalse();
    assertThat(paper.finetuning().batchSize()).isEqualTo(1024);
    assertThat(paper.finetuning().decay()).isFalse();
    assertThat(paper.feedback().method()).isEqualTo(FeedbackSettings.Method.MULTIPLE_CHOICE);
    assertThat(paper.preference().humanComparisons()).isEqualTo(135_296);
    assertThat(paper.reinforcement().klCoefficient()).isEqualTo(0.001);
    assertThat(paper.reinforcement().clipRange()).isEqualTo(0.2);
    assertThat(paper.reinforcement().discount()).isEqualTo(1);
    long answers = (long) paper.reinforcement().steps() * paper.reinforcement().answersPerStep();
    assertThat(answers).isBetween(1_283_569L, 1_283_569L + 1024);
  }

  @Test
  void ranksThatAdaptNothingAreRefused() {
    Path smoke = RECIPES.resolve("smoke.yaml");
    assertThatThrownBy(() ->
            Recipe.read(
                smoke,
                List.of(
                    "finetuning.lora-rank=-1",
                    "reinforcement.lora-rank=2000",
                    "preference.trained-share=0",
                    "preference.lora-rank=8")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("finetuning.lora-rank=-1")
        .hasMessageContaining("reinforcement.lora-rank=2000")
        .hasMessageContaining(
            "preference: lora-rank=8 adapts no layer, because trained-share=0; raise"
                + " trained-share");
    Recipe adapted = Recipe.read(smoke, List.of("finetuning.lora-rank=8"));
    assertThat(adapted.finetuning().loraRank()).isEqualTo(8);
    assertThat(adapted.reinforcement().loraRank()).isZero();
  }

  @Test
  void settingsThatCannotWorkAreRefusedTogether() {
    Path smoke = RECIPES.resolve("smoke.yaml");
    assertThatThrownBy(() ->
            Recipe.read(
                smoke,
                List.of(
                    "constitution.files=[]",
                    "prompts.red-team=[]",
                    "prompts.helpful=[]",
                    "critique.temperature=0",
                    "critique.lead-ins=never",
                    "critique.helpful-samples=2",
                    "critique.guards.fewest-words=13",
                    "feedback.temperature=0",
                    "feedback.label=clamped",
                    "feedback.clamp-low=0.5",
                    "feedback.clamp-high=0.5",
                    "evaluation.temperature=0",
                    "evaluation.samples=2",
                    "reinforcement.guards.fewest-tokens=13")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("constitution: files=[] names no file;")
        .hasMessageContaining("prompts: red-team=[] names no file;")
        .hasMessageContaining("prompts: helpful=[] names no file;")
        .hasMessageContaining("critique: temperature=0 makes all helpful-samples=2 of a prompt")
        .hasMessageContaining("critique: temperature=0 makes all candidates=2 the same text;")
        .hasMessageContaining("critique: guards.fewest-words=13 refuses every revision,")
        .hasMessageContaining("feedback: temperature=0 makes both answers to a prompt the same")
        .hasMessageContaining("feedback: clamp-low=0.5 and clamp-high=0.5 make every label")
        .hasMessageContaining("evaluation: temperature=0 makes all samples=2 of a prompt")
        .hasMessageContaining("reinforcement: guards.fewest-tokens=13 calls every answer too short")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(10));
    for (String fine :
        List.of("critique.temperature=0", "evaluation.temperature=0", "feedback.clamp-low=0.5"))
      Recipe.read(smoke, List.of(fine, "policies=[]"));
  }

  @Test
  void waysToRlCaiAreKnownByTheirNamesAndEachIsNamedOnce() {
    Path smoke = RECIPES.resolve("smoke.yaml");
    assertThat(recipe("smoke").policy()).isEqualTo(PolicyKind.PPO);
    for (PolicyKind kind : PolicyKind.values()) {
      Recipe chosen = Recipe.read(smoke, List.of("policy=" + kind.word(), "policies=[]"));
      assertThat(chosen.policy()).isEqualTo(kind);
      assertThat(chosen.makes(kind)).isTrue();
    }
    assertThatThrownBy(() -> Recipe.read(smoke, List.of("policy=orpo")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("policy=orpo is not known; must be one of ppo, ")
        .hasMessageContaining("dpo");
    assertThatThrownBy(() ->
            Recipe.read(
                smoke,
                List.of("policies=[best-of-n]", "best-of-n.answers=8", "evaluation.temperature=0")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("makes all best-of-n.answers=8 of a prompt the same text");
    List<String> critique =
        List.of(
            "policies=[context-distillation]",
            "context-distillation.shown=critique",
            "critique.with-critique=false");
    assertThatThrownBy(() -> Recipe.read(smoke, critique))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("critique.with-critique=false writes none; set one of the two");
    assertThat(Recipe.read(smoke, critique.subList(0, 2)).critique().withCritique()).isTrue();
    for (String groups : List.of("policy=rloo", "policy=grpo"))
      assertThatThrownBy(() ->
              Recipe.read(
                  smoke, List.of(groups, "policies=[]", "reinforcement.answers-per-step=6")))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(
              ": reinforcement: answers-per-step=6 is no multiple of the 4 answers to each prompt");
    for (String twice : List.of("policies=[dpo, ppo]", "policies=[dpo, dpo]"))
      assertThatThrownBy(() -> Recipe.read(smoke, List.of(twice)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("policies names ")
          .hasMessageContaining("already; leave it out");
  }

  @Test
  void everyInputFileIsReadBeforeAnyModelAndAllFaultsAreSaid() throws IOException {
    Path smoke = RECIPES.resolve("smoke.yaml");
    Path bad = Files.writeString(folder.resolve("bad.jsonl"), "{\"prompt\": 1}\n");
    Path empty = Files.writeString(folder.resolve("empty.yaml"), "");
    List<String> keys =
        List.of(
            "examples.critique",
            "examples.responses",
            "examples.yes-no",
            "examples.feedback",
            "examples.reasoning",
            "examples.known",
            "preference.human-helpfulness",
            "evaluation.hhh");
    var overrides = new ArrayList<String>();
    for (String key : keys) overrides.add(key + "=" + folder.resolve("no-" + key));
    overrides.add("constitution.files=[" + empty + "]");
    overrides.add("prompts.red-team=[" + bad + "]");
    Recipe recipe = Recipe.read(smoke, overrides);
    assertThatThrownBy(() -> RecipeInputs.check(recipe, StageWord.REPORT, Progress.silent()))
        .isInstanceOf(UserError.class)
        .satisfies(e -> {
          assertThat(e.getMessage()).contains(empty + ": is empty", bad + ":1: ");
          for (String key : keys) assertThat(e.getMessage()).contains("no-" + key + ": ");
        });
    assertThatThrownBy(() -> RecipeInputs.check(recipe, StageWord.CRITIQUE, Progress.silent()))
        .satisfies(e ->
            assertThat(e.getMessage())
                .contains("no-examples.critique")
                .doesNotContain("no-examples.known", "no-evaluation.hhh"));
    assertThatThrownBy(() -> RecipeInputs.checkPresent(recipe, Progress.silent()))
        .satisfies(
            e -> assertThat(e.getMessage()).contains(empty + ": is empty").doesNotContain("no-"));
    RecipeInputs.check(Recipe.read(smoke, List.of()), StageWord.REPORT, Progress.silent());
  }

  @Test
  void comparisonsThatMeasureAreNoneThatAreLearnt() throws IOException {
    Path smoke = RECIPES.resolve("smoke.yaml");
    Path known = Path.of("../prompts/known-comparisons.jsonl").toAbsolutePath().normalize();
    Path others = folder.resolve("others.jsonl");
    Files.writeString(
        others,
        """
        {"id":"a","aim":"helpfulness","prompt":"Who was first?","better":"I was.","worse":"No."}
        """);
    Path shared = folder.resolve("shared.jsonl");
    Files.writeString(
        shared,
        Files.readString(others) + Files.readString(known).lines().findFirst().orElseThrow());
    String measuring = "evaluation.human-comparisons=[%s]";
    Recipe refused = Recipe.read(smoke, List.of(measuring.formatted(shared)));
    assertThatThrownBy(() -> RecipeInputs.check(refused, StageWord.REPORT, Progress.silent()))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "evaluation.human-comparisons: %s has 1 conversation that examples.known=%s has too;"
                + " comparisons that measure must not be learnt, name another file or none",
            shared, known);
    Recipe learnt =
        Recipe.read(
            smoke, List.of(measuring.formatted(others), "preference.human-helpfulness=" + others));
    assertThatThrownBy(() -> RecipeInputs.check(learnt, StageWord.REPORT, Progress.silent()))
        .hasMessageContaining("has 1 conversation that preference.human-helpfulness=" + others);
    // Before evaluation nothing is measured, and with other conversations nothing is shared.
    RecipeInputs.check(refused, StageWord.REINFORCEMENT, Progress.silent());
    Recipe apart = Recipe.read(smoke, List.of(measuring.formatted(others)));
    RecipeInputs.check(apart, StageWord.REPORT, Progress.silent());
  }

  @Test
  void everyKeyOfEverySectionSaysWhatItDoes() {
    Set<Class<?>> sections = sections();
    assertThat(sections)
        .hasSizeGreaterThanOrEqualTo(13)
        .contains(Recipe.class, CritiqueSettings.CritiqueGuards.class);
    int keys = 0;
    for (Class<?> section : sections) {
      for (RecordComponent component : section.getRecordComponents()) {
        Setting setting = component.getAnnotation(Setting.class);
        assertThat(setting).as("@Setting on %s", component).isNotNull();
        assertThat(setting.about()).as("about of %s", component).hasSizeGreaterThan(5);
        keys++;
      }
    }
    assertThat(keys).isGreaterThan(120);
    assertThat(SettingReference.markdown(Recipe.class)).contains("## critique.guards");
  }

  @Test
  void everySettingsRecordIsASectionOfTheRecipe() throws IOException {
    var names = new ArrayList<String>();
    Path classes = Path.of("target/classes");
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.matches(".*\\w+Settings.class"))
          .forEach(file -> names.add(file.replace(".class", "").replace('/', '.')));
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(10);
    assertThat(sections()).extracting(Class::getName).containsAll(names);
  }

  /// The recipe's record and all records below it.
  private static Set<Class<?>> sections() {
    var sections = new LinkedHashSet<Class<?>>();
    var open = new ArrayDeque<Type>(List.of(Recipe.class));
    while (!open.isEmpty()) {
      switch (open.remove()) {
        case Class<?> type when type.isRecord() && sections.add(type) -> {
          for (RecordComponent component : type.getRecordComponents())
            open.add(component.getGenericType());
        }
        case ParameterizedType generic -> open.addAll(List.of(generic.getActualTypeArguments()));
        default -> {}
      }
    }
    return sections;
  }
}
