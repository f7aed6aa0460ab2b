package cai;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.run.StageWord;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The walls between packages. A rule that finds no class to judge fails.
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("cai");

  private static final String[] STAGES =
      Arrays.stream(StageWord.values()).map(ArchitectureTest::packages).toArray(String[]::new);
  private static final String[] MODEL = {
    "cai.errors..",
    "cai.files..",
    "cai.json..",
    "cai.tensor..",
    "cai.transformer..",
    "cai.training..",
    "cai.checkpoint..",
    "cai.tokenizer..",
    "cai.jinja..",
    "cai.models.."
  };
  private static final String[] MACHINERY = {
    "cai.tensor..",
    "cai.transformer..",
    "cai.training..",
    "cai.checkpoint..",
    "cai.tokenizer..",
    "cai.jinja.."
  };

  private static String packages(StageWord stage) {
    return "cai." + stage.word() + "..";
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  /// What lies in these packages is used in those only.
  private static void onlyIn(String[] homes, String... libraries) {
    assertThat(CLASSES.stream().filter(resideInAnyPackage(homes)))
        .as("classes in %s", List.of(homes))
        .isNotEmpty();
    check(
        noClasses()
            .that(are(resideOutsideOfPackages(homes)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(libraries));
  }

  private static String[] only(String... packages) {
    return packages;
  }

  @Test
  void theClassesOfAllModulesAreSeen() {
    assertThat(CLASSES.size()).isGreaterThan(200);
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains("cai", "cai.tensor", "cai.critique", "cai.cli")
        .allMatch(name -> name.equals("cai") || name.startsWith("cai."));
    assertThat(CLASSES.stream().map(JavaClass::getSimpleName)).doesNotContain("ArchitectureTest");
  }

  @Test
  void aRuleThatIsBrokenIsNoticed() {
    assertThatThrownBy(() -> onlyIn(only("cai.cli.."), "org.bytedeco.."))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cai.tensor");
  }

  /// Every package by itself: the root package and packages within others, too.
  private static ArchRule noCycles() {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass one) {
                return one.getPackageName().matches("cai(\\..*)?")
                    ? SliceIdentifier.of(one.getPackageName())
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "each package";
              }
            })
        .should()
        .beFreeOfCycles();
  }

  @Test
  void noCyclesBetweenPackages() {
    check(noCycles());
  }

  @Test
  void aCycleBetweenAPackageAndTheOneAroundItIsNoticed() {
    JavaClasses broken = new ClassFileImporter().importPackages("cai.broken");
    assertThat(broken).hasSize(2);
    assertThatThrownBy(() -> noCycles().check(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cai.broken.inner");
  }

  /// What the root package shows, the whole method and its recipe, is for the front door alone.
  private static void onlyCliSees(String root, JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(root, "cai.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root)
        .check(classes);
  }

  @Test
  void onlyCliSeesTheRootPackage() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains("cai", "cai.cli");
    onlyCliSees("cai", CLASSES);
  }

  @Test
  void aLookAtTheRootPackageIsNoticed() {
    JavaClasses broken = new ClassFileImporter().importPackages("cai.broken");
    assertThatThrownBy(() -> onlyCliSees("cai.broken", broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cai.broken.inner.Inner");
  }

  @Test
  void onlyTheDecoderSeesItsWeights() {
    onlyIn(only("cai.transformer.."), "cai.transformer.weights..");
    assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains("cai.transformer.weights");
    assertThatThrownBy(() -> onlyIn(only("cai.tensor.."), "cai.transformer.weights.."))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void stagesOnlyLookBack() {
    StageWord[] stages = StageWord.values();
    for (int i = 0; i + 1 < stages.length; i++) {
      String[] later = Arrays.copyOfRange(STAGES, i + 1, STAGES.length);
      check(
          noClasses()
              .that()
              .resideInAPackage(STAGES[i])
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(later));
    }
  }

  @Test
  void whatLiesBeneathKnowsNoStage() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "cai.dialogue..",
                "cai.cost..",
                "cai.plan..",
                "cai.run..",
                "cai.recipe..",
                "cai.yaml..",
                "cai.sequence..",
                "cai.statistics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STAGES));
    check(
        noClasses()
            .that()
            .resideInAPackage("cai.language..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STAGES));
  }

  @Test
  void theModelNeverDependsOnThePipeline() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(MODEL)
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are the pipeline's",
                    one ->
                        one.getPackageName().startsWith("cai")
                            && !resideInAnyPackage(MODEL).test(one))));
  }

  @Test
  void textStagesNeverTouchTensors() {
    String[] text =
        Stream.of(
                StageWord.CONSTITUTION,
                StageWord.PROMPTS,
                StageWord.CRITIQUE,
                StageWord.FEEDBACK,
                StageWord.EVALUATION,
                StageWord.REPORT)
            .map(ArchitectureTest::packages)
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAnyPackage(text)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MACHINERY));
  }

  @Test
  void reportLoadsNoModel() {
    check(
        noClasses()
            .that()
            .resideInAPackage("cai.report..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("cai.language.."));
  }

  @Test
  void onlyTensorSeesLibTorch() {
    onlyIn(only("cai.tensor.."), "org.bytedeco..");
  }

  /// Readers of files that are not ours walk the tree that cai.json gives them, and see no more.
  @Test
  void onlyJsonSeesJacksonBeyondItsTree() {
    assertThat(CLASSES.stream().filter(resideInAnyPackage("cai.json.."))).isNotEmpty();
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("cai.json..")
            .should()
            .dependOnClassesThat(
                are(
                    resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                        .and(
                            DescribedPredicate.describe(
                                "not JsonNode",
                                one ->
                                    !one.getName().equals("tools.jackson.databind.JsonNode"))))));
  }

  @Test
  void onlyRecipeAndYamlReadYaml() {
    onlyIn(only("cai.recipe..", "cai.yaml.."), "org.snakeyaml..", "org.yaml..");
  }

  @Test
  void onlyTokenizerSeesTheTokenizerLibrary() {
    onlyIn(only("cai.tokenizer.."), "ai.djl..");
  }

  @Test
  void onlyTokenizerRendersTemplates() {
    onlyIn(only("cai.jinja..", "cai.tokenizer.."), "cai.jinja..");
  }

  /// A template reads the data it is given and nothing else.
  @Test
  void templatesReachNothing() {
    check(
        classes()
            .that()
            .resideInAPackage("cai.jinja..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "cai.jinja..",
                "java.lang..",
                "java.math..",
                "java.time..",
                "java.util..",
                "java.nio.charset.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("cai.jinja..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.lang.reflect..", "java.util.concurrent..", "java.util.zip.."));
  }

  @Test
  void onlyReportDraws() {
    onlyIn(only("cai.report.drawing"), "org.knowm..", "org.apache.batik..", "java.awt..");
    onlyIn(only("cai.report"), "io.pebbletemplates..");
  }

  @Test
  void onlyCliSeesTheTerminal() {
    onlyIn(only("cai.cli.."), "picocli..", "me.tongfei..");
  }

  @Test
  void randomNumbersComeFromTheSeed() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.util\\.Random|java\\.util\\.concurrent\\..*Random"
                    + "|java\\.security\\.SecureRandom"));
    check(noClasses().should().callMethod(Math.class, "random"));
    check(noClasses().should().callMethod(java.util.Collections.class, "shuffle", List.class));
    check(noClasses().should().callMethod(java.util.UUID.class, "randomUUID"));
    check(noClasses().should().callConstructor(java.util.SplittableRandom.class));
  }

  @Test
  void noClassIsNamedUtilHelperManagerOrImpl() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl|Abstract[A-Z]\\w*)(\\$.*)?"));
    check(
        noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper.."));
  }

  @Test
  void noImplementationIsInherited() {
    check(
        classes()
            .that()
            .areNotAssignableTo(Throwable.class)
            .should(
                new ArchCondition<JavaClass>("extend no class of ours") {
                  @Override
                  public void check(JavaClass one, ConditionEvents events) {
                    one.getRawSuperclass()
                        .filter(parent -> parent.getPackageName().startsWith("cai"))
                        .filter(parent -> !parent.isEnum())
                        .ifPresent(parent ->
                            events.add(
                                SimpleConditionEvent.violated(
                                    one, one.getName() + " extends " + parent.getName())));
                  }
                }));
  }
}
