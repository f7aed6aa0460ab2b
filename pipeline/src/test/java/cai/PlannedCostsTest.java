package cai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.cost.MachineSpeed;
import cai.cost.MemoryEstimate;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.dialogue.FormatKind;
import cai.errors.UserError;
import cai.language.local.LocalModels;
import cai.plan.Plan;
import cai.plan.PlannedCosts;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.StageWord;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The recipes of the repository on the slowest machine they are meant for: 2 cores, AVX2.
final class PlannedCostsTest {
  private static final ModelConfig SMOLLM2 =
      new ModelConfig(30, 576, 9, 3, 64, 1536, 49_152, 8192, 1e-5, 100_000, Optional.empty(), true);
  private static final MachineSpeed AVX2 = new MachineSpeed(420, 225, 280, 0.34);
  private static final double HOUR = 3600;

  private static PlannedCosts costs(String name, String... overrides) {
    Recipe recipe = Recipe.read(Path.of("../recipes/" + name + ".yaml"), List.of(overrides));
    // English has about four characters to a token.
    var model =
        new PlannedModel(
            text -> text.length() / 4,
            new MemoryEstimate(SMOLLM2, OptionalLong.empty()),
            recipe.model().rows());
    FormatKind format = recipe.model().dialogue().kind(FormatKind.CHAT);
    var models =
        new LocalModels(
            recipe.model(),
            Artifact.given(LocalModels.HELPFUL, Path.of("model"), "hash"),
            Artifact.given(LocalModels.FEEDBACK, Path.of("model"), "hash"),
            new LocalModels.Formats(format, format),
            Arithmetic.FP32,
            SMOLLM2.parameters());
    var costs = new PlannedCosts(new Forecast(model, new Seeds(recipe.seed()), Progress.silent()));
    new ConstitutionalAi(recipe, models).run(costs);
    return costs;
  }

  private static Plan plan(String name, String... overrides) {
    Recipe recipe = Recipe.read(Path.of("../recipes/" + name + ".yaml"), List.of(overrides));
    return Plan.of(costs(name, overrides).stages(), recipe.model().planNotes(), AVX2);
  }

  @Test
  void everyStageHasItsCostInTheOrderOfTheMethod() {
    assertThat(costs("quickstart").stages().stream().map(StageCost::stage))
        .isEqualTo(Stream.of(StageWord.values()).map(StageWord::word).toList());
  }

  @Test
  void helpfulPromptsAreNotPairedWherePeopleHaveComparedHelpfulAnswers() {
    List<StageCost> costs =
        costs("quickstart", "preference.human-helpfulness=human.jsonl").stages();
    assertThat(costs.get(StageWord.FEEDBACK.ordinal()).items()).isEqualTo(12);
    assertThat(costs.get(StageWord.PREFERENCE.ordinal()).items()).isEqualTo(12 + 1000);
  }

  @Test
  void everyWayToRlCaiIsAStageOfItsOwnAndIsCompared() {
    List<StageCost> ppo = costs("quickstart").stages();
    List<StageCost> both = costs("quickstart", "policies=[dpo]").stages();
    assertThat(both).extracting(StageCost::stage).contains("reinforcement", "reinforcement@dpo");
    assertThat(items(both, "reinforcement@dpo")).isEqualTo(12 + 24);
    assertThat(items(both, "evaluation")).isEqualTo(items(ppo, "evaluation") / 3 * 4);
    List<StageCost> dpo = costs("quickstart", "policy=dpo").stages();
    assertThat(dpo).extracting(StageCost::stage).doesNotContain("reinforcement@dpo");
    assertThat(items(dpo, "reinforcement")).isEqualTo(12 + 24);
  }

  @Test
  void aChoiceAmongAnswersCostsItsCandidatesWheneverItIsAsked() {
    List<StageCost> dpo = costs("quickstart", "policy=dpo").stages();
    List<StageCost> best = costs("quickstart", "policy=best-of-n").stages();
    assertThat(items(best, "reinforcement")).isEqualTo(16 * 8);
    assertThat(items(best, "evaluation")).isEqualTo(items(dpo, "evaluation"));
    double sampledByOne = sampled(dpo, "evaluation") / 3.0;
    assertThat(sampled(best, "evaluation"))
        .isCloseTo(Math.round(sampledByOne * (2 + 8)), within(2L));
  }

  @Test
  void groupsAndTeachersAreCountedByTheWayThatARecipeNames() {
    List<StageCost> all =
        costs("quickstart", "policies=[rloo, grpo, context-distillation]").stages();
    assertThat(all)
        .extracting(StageCost::stage)
        .contains("reinforcement@rloo", "reinforcement@grpo", "reinforcement@context-distillation");
    assertThat(items(all, "reinforcement@rloo")).isEqualTo(items(all, "reinforcement"));
    assertThat(read(all, "reinforcement@rloo")).isLessThan(read(all, "reinforcement"));
    assertThat(read(all, "reinforcement@context-distillation"))
        .isGreaterThan(read(all, "reinforcement"));
  }

  private static long read(List<StageCost> costs, String stage) {
    return costs.stream()
        .filter(one -> one.stage().equals(stage))
        .findFirst()
        .orElseThrow()
        .tokens(Phase::tokensIn);
  }

  private static long sampled(List<StageCost> costs, String stage) {
    return costs.stream()
        .filter(one -> one.stage().equals(stage))
        .findFirst()
        .orElseThrow()
        .tokens(Phase::tokensOut);
  }

  private static double items(List<StageCost> costs, String stage) {
    return costs.stream()
        .filter(one -> one.stage().equals(stage))
        .findFirst()
        .orElseThrow()
        .items();
  }

  @Test
  void helpfulAnswersThatPeopleHaveNotComparedArePairedForDirectPreferenceOptimisation() {
    List<StageCost> costs =
        costs("quickstart", "policy=dpo", "preference.human-helpfulness=human.jsonl").stages();
    assertThat(costs.get(StageWord.FEEDBACK.ordinal()).items()).isEqualTo(12 + 24);
  }

  @Test
  void aControlCostsItsFinetuningAndItsAnswers() {
    Plan without = plan("quickstart", "controls=[]");
    Plan with = plan("quickstart", "controls=[unrevised, helpful-only]");
    assertThat(with.rows().stream().map(Plan.PlanRow::stage))
        .containsSubsequence("finetuning", "finetuning@unrevised", "finetuning@helpful-only");
    Map<String, Plan.PlanRow> rows =
        with.rows().stream().collect(Collectors.toMap(Plan.PlanRow::stage, row -> row));
    Plan.PlanRow slCai = rows.get("finetuning");
    assertThat(rows.get("finetuning@unrevised").items()).isEqualTo(slCai.items());
    assertThat(rows.get("finetuning@helpful-only").items()).isBetween(1L, slCai.items() - 1);
    long answers = without.rows().get(StageWord.EVALUATION.ordinal()).items();
    assertThat(rows.get("evaluation").items()).isEqualTo(answers / 3 * 5);
  }

  @Test
  void aFeedbackModelOfItsOwnIsANote() {
    assertThat(plan("quickstart", "model.feedback=other/model").notes())
        .containsExactly(
            "the feedback model other/model is counted as if it were of the size of"
                + " smollm2-135m-instruct");
  }

  @Test
  void theQuickstartLeavesRoomInItsQuarterOfAnHour() {
    // The plan counts what several requests share for each of them: runs take about two thirds of
    // it.
    assertThat(plan("quickstart").seconds()).isBetween(HOUR / 12, HOUR / 4 * 0.9);
    assertThat(plan("quickstart").notes()).isEmpty();
  }

  @Test
  void theAfternoonTakesOneToThreeHours() {
    assertThat(plan("afternoon").seconds()).isBetween(HOUR, 3 * HOUR);
  }

  @Test
  void thePapersRunTakesMonths() {
    Plan plan = plan("paper");
    assertThat(plan.seconds()).isGreaterThan(100 * 24 * HOUR);
    assertThat(plan.notes())
        .contains(
            "CritiqueRevisionFewShotPrompts.json not found; 2160 tokens are assumed",
            "RLMadisonFewShotPrompts.json not found; 480 tokens are assumed")
        .anyMatch(note -> note.contains("red-team.jsonl, helpful.jsonl not found"))
        .anyMatch(note -> note.contains("the paper's 16 principles of each kind"));
  }

  @Test
  void quickstartAndAfternoonFitIntoFourGigabytes() {
    assertThat(plan("quickstart").memoryBytes()).isLessThan(4_000_000_000L);
    assertThat(plan("afternoon").memoryBytes()).isLessThan(4_000_000_000L);
  }

  @Test
  void missingPromptsThatTheRecipeDoesNotCountAreAnError() {
    assertThatThrownBy(() -> plan("paper", "prompts.red-team-train=0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("red-team.jsonl: there is no such file");
  }
}
