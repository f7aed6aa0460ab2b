package cai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.critique.CritiqueSettings;
import cai.feedback.FeedbackSettings;
import cai.recipe.Setting;
import cai.recipe.SettingReference;
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

final class RecipesTest {
  private static final Path RECIPES = Path.of("../recipes");

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
  void everyKeyOfEverySectionSaysWhatItDoes() {
    Set<Class<?>> sections = sections();
    assertThat(sections)
        .hasSizeGreaterThanOrEqualTo(13)
        .contains(Recipe.class, CritiqueSettings.Guards.class);
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
