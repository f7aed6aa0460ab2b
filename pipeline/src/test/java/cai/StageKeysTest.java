package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.language.local.LocalModels;
import cai.provenance.BareIdentity;
import cai.provenance.StageRecord;
import cai.recipe.Installation;
import cai.run.Progress;
import cai.run.Run;
import cai.run.StageWord;
import cai.transformer.Arithmetic;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in the keys of the stages of a run.
final class StageKeysTest {
  @TempDir private static Path folder;
  private static final Map<StageWord, Set<String>> KEYS = new EnumMap<>(StageWord.class);
  private static final Map<PolicyKind, Set<String>> OF_VARIANTS = new EnumMap<>(PolicyKind.class);

  @BeforeAll
  static void aSmallRun() {
    Path home = Installation.home();
    Recipe recipe =
        Recipe.read(
            home.resolve("recipes/smoke.yaml"),
            List.of(
                "policies=[rloo, dpo, best-of-n, context-distillation]",
                "context-distillation.below-least=keep-sl-cai",
                "critique.rounds=1",
                "prompts.red-team-train=2",
                "reinforcement.steps=1",
                "reinforcement.answers-per-step=4"));
    Path model = home.resolve("models/tiny-random");
    var models = LocalModels.of(recipe.model(), model, model, Arithmetic.FP32);
    var identity = BareIdentity.of("smoke.yaml", 1);
    try (Run run = Run.open(folder.resolve("run"), identity, Progress.silent())) {
      new ConstitutionalAi(recipe, models).run(run);
    }
    for (StageWord word : StageWord.values()) KEYS.put(word, parts(word.word()));
    for (PolicyKind other : recipe.policies())
      OF_VARIANTS.put(other, parts("reinforcement@" + other.word()));
  }

  private static Set<String> parts(String stage) {
    return StageRecord.read(folder.resolve("run").resolve(stage)).orElseThrow().keyParts().keySet();
  }

  /// Keys of all settings of a recipe.
  private static void settings(String prefix, Class<?> section, Set<String> into) {
    for (RecordComponent component : section.getRecordComponents()) {
      String name =
          prefix
              + component
                  .getName()
                  .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                  .toLowerCase(Locale.ROOT);
      if (component.getType().isRecord()) settings(name + ".", component.getType(), into);
      else into.add(name);
    }
  }

  private static boolean isIn(Set<String> parts, String setting) {
    // The files of a list are parts of their own.
    return parts.contains(setting) || parts.stream().anyMatch(one -> one.startsWith(setting + "["));
  }

  @Test
  void everySettingIsInTheKeyOfAStage() {
    var settings = new TreeSet<String>();
    settings("", Recipe.class, settings);
    // The seed is in every key by another name; models count by their content, controls as models
    // that evaluation compares; which ways to RL-CAI there are decides which stages are made, and
    // is no part of their keys.
    settings.removeAll(
        List.of("seed", "model.name", "model.feedback", "controls", "policy", "policies"));
    assertThat(settings).hasSizeGreaterThan(100);
    var parts = new TreeSet<String>();
    KEYS.values().forEach(parts::addAll);
    OF_VARIANTS.values().forEach(parts::addAll);
    assertThat(settings).allMatch(setting -> isIn(parts, setting), "is in the key of a stage");
  }

  @Test
  void everyStageReadsItsOwnSection() {
    for (StageWord word : StageWord.values())
      assertThat(KEYS.get(word)).anyMatch(part -> part.startsWith(word.word() + "."));
  }

  @Test
  void aStageReadsNoSectionOfALaterStageButWhatIsNamedHere() {
    Set<String> named = Set.of("evaluation reads report.examples");
    for (StageWord word : StageWord.values())
      for (StageWord later : StageWord.values())
        if (later.compareTo(word) > 0)
          for (String part : KEYS.get(word))
            if (part.startsWith(later.word() + ".") || part.startsWith(later.word() + "/"))
              assertThat(named).contains(word.word() + " reads " + part);
  }

  @Test
  void onlyStagesThatWriteModelsReadWhatTheyAreWrittenIn() {
    for (StageWord word : StageWord.values())
      assertThat(KEYS.get(word).contains("model.save-as"))
          .as(word.word())
          .isEqualTo(word == StageWord.FINETUNING || word == StageWord.REINFORCEMENT);
  }

  @Test
  void directPreferenceOptimisationReadsLabelsAndNoPreferenceModel() {
    assertThat(OF_VARIANTS.get(PolicyKind.DPO))
        .contains("feedback/comparisons.jsonl", "finetuning/sl-cai", "model.save-as")
        .noneMatch(part -> part.startsWith("preference/") || part.startsWith("reinforcement."));
  }

  @Test
  void aChoiceAmongAnswersReadsTheGuardsAndNothingElseOfReinforcement() {
    assertThat(OF_VARIANTS.get(PolicyKind.BEST_OF_N))
        .contains("finetuning/sl-cai", "preference/preference-model", "best-of-n.answers")
        .contains("reinforcement.guards.repetition-penalty")
        .doesNotContain("reinforcement.steps", "model.save-as", "feedback/comparisons.jsonl");
    assertThat(KEYS.get(StageWord.EVALUATION)).contains("best-of-n.answers");
  }

  @Test
  void contextDistillationReadsTheConstitutionAndHowReinforcementTrains() {
    assertThat(OF_VARIANTS.get(PolicyKind.CONTEXT_DISTILLATION))
        .contains("constitution/constitution.json", "finetuning/sl-cai", "feedback model")
        .contains("context-distillation.place", "reinforcement.steps");
  }

  @Test
  void editsOfOneStageLeaveTheStagesBeforeIt() {
    assertThat(KEYS.get(StageWord.FINETUNING))
        .contains("critique/revisions.jsonl", "critique/helpful.jsonl", "model")
        .doesNotContain("constitution/constitution.json", "feedback model");
    assertThat(KEYS.get(StageWord.CRITIQUE)).doesNotContain("examples.known", "feedback model");
    assertThat(KEYS.get(StageWord.FEEDBACK)).contains("examples.known").doesNotContain("model");
    assertThat(KEYS.get(StageWord.PREFERENCE)).doesNotContain("prompts/prompts.jsonl");
  }
}
