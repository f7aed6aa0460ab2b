package cai.plan;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import cai.Recipe;
import cai.plan.Material.Prompts;
import cai.plan.Material.Requests;
import cai.plan.Material.Shots;
import cai.plan.Plan.Row;
import cai.plan.SpeedMeasurement.Training;
import cai.run.StageWord;
import cai.transformer.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanTest {
  private static final Material MATERIAL =
      new Material(
          new Prompts(10, 4, 5, 2, 20, 10),
          new Requests(38, 30, 25, 20, 10, 2, 2),
          new Shots(100, 200, 150, 50, 300),
          3,
          0,
          0,
          List.of());
  private static final MachineSpeed SPEED = new MachineSpeed(500, 100, 150, 0.34);
  private static final ModelConfig SMOLLM2 =
      new ModelConfig(30, 576, 9, 3, 64, 1536, 49_152, 8192, 1e-5, 100_000, Optional.empty(), true);

  @TempDir private Path folder;
  private Path recipe;

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = folder.resolve("a.yaml");
    Files.writeString(
        recipe,
        """
        critique:
          rounds: 2
          candidates: 2
          response-tokens: 40
          critique-tokens: 30
          revision-tokens: 50
          helpful-samples: 2
        finetuning: {epochs: 3, held-out-share: 0.1, trained-share: 0.34}
        feedback: {answer-tokens: 40}
        preference: {depth: 0.4, trained-share: 0}
        reinforcement:
          steps: 4
          answers-per-step: 10
          answer-tokens: 30
          epochs: 2
          helpful-share: 0.5
          trained-share: 0.34
        evaluation: {samples: 2, answer-tokens: 20}
        """);
  }

  private Plan plan(String... overrides) {
    return plan(OptionalLong.empty(), overrides);
  }

  private Plan plan(OptionalLong available, String... overrides) {
    var read = Recipe.read(recipe, List.of(overrides));
    return Plan.of(read, MATERIAL, SMOLLM2, SPEED, available);
  }

  private Row row(StageWord stage, String... overrides) {
    return plan(overrides).rows().get(stage.ordinal());
  }

  private static void assertWork(Row row, long items, long in, long out, long trained) {
    assertThat(List.of(row.items(), row.tokensIn(), row.tokensOut(), row.tokensTrained()))
        .as(row.stage().word())
        .containsExactly(items, in, out, trained);
  }

  @Test
  void critiqueReadsEachConversationAndSamplesEachText() {
    // Responses: 100 + 10 x 20 in, 10 x 40 out. Round 1: critiques 10 x (20 + 40 + 30) in, 10 x 30
    // out; questions 10 x 2 x (60 + 10); revisions 20 x (90 + 30 + 25) in, 20 x 50 out; choice 20 x
    // 2 x (70 + 10). Round 2 the same on texts of 50. Helpful: 10 x 10 in, 10 x 40 out. Shots 250.
    long round1 = 900 + 1400 + 2900 + 3200;
    long round2 = 1000 + 1600 + 3100 + 3200;
    Row row = row(StageWord.CRITIQUE);
    assertWork(row, 10, 300 + round1 + round2 + 100 + 250, 400 + 1300 + 1300 + 400, 0);
    assertThat(row.seconds()).isCloseTo(17_950 / 500.0 + 34, within(1e-9));
  }

  @Test
  void withoutCritiquesNoneAreReadOrSampled() {
    Row row =
        row(
            StageWord.CRITIQUE,
            "critique.with-critique=false",
            "critique.candidates=1",
            "critique.rounds=1",
            "critique.lead-ins=never");
    // Revisions: 10 x (20 + 40 + 25).
    assertWork(row, 10, 300 + 850 + 100 + 250, 400 + 500 + 400, 0);
  }

  @Test
  void finetuningTrainsOnAllRoundsAndHelpfulSamples() {
    // 20 revisions of 20 + 50 and 10 samples of 10 + 40: 1,900 tokens, of which 190 are held out.
    Row row = row(StageWord.FINETUNING);
    assertWork(row, 30, 1710 + 380, 0, 5130);
    assertThat(row.seconds())
        .isCloseTo(0.66 * 1710 / 500 + 5130 / 150.0 + 380 / 500.0, within(1e-9));
  }

  @Test
  void anotherTrainedShareScalesTheMeasuredSpeed() {
    Row row = row(StageWord.FINETUNING, "finetuning.trained-share=1");
    assertThat(row.seconds()).isCloseTo(5130 / 150.0 / 0.34 + 380 / 500.0, within(1e-9));
  }

  @Test
  void adaptersTakeTwoThirdsOfTheWorkOfWeightsAndTheirOwnMemory() {
    Row row = row(StageWord.FINETUNING, "finetuning.lora-rank=16");
    assertThat(row.seconds())
        .isCloseTo(0.66 * 1710 / 500 + 2 / 3.0 * 5130 / 150 + 380 / 500.0, within(1e-9));
    var estimate = new MemoryEstimate(SMOLLM2, OptionalLong.empty());
    // 10 of 30 layers: 16 x (1,536 + 1,152 + 3,648 + 2,112) numbers, four times, of 4 bytes.
    long whole = estimate.training(100, new Training(1 / 3.0, 0));
    assertThat(estimate.training(100, new Training(1 / 3.0, 16)) - whole)
        .isEqualTo(16 * 10 * 16 * 8_448 - 424_811_520);
    assertThat(row(StageWord.FINETUNING).memoryBytes() - row.memoryBytes())
        .isGreaterThan(400_000_000);
  }

  @Test
  void feedbackSamplesTwoAnswersAndAsksAboutBoth() {
    // Pairs: 100 + 2 x 250 in, 30 x 40 out. Judged with the 3 known pairs: 50 + 18 x 2 x 2 x
    // (250 / 15 + 40 + 10).
    assertWork(row(StageWord.FEEDBACK), 15, 600 + 4850, 1200, 0);
  }

  @Test
  void helpfulPromptsAreNotPairedWherePeopleHaveComparedHelpfulAnswers() {
    // Pairs: 100 + 2 x 200 in, 20 x 40 out. Judged: 50 + 13 x 2 x 2 x (20 + 40 + 10).
    Row row = row(StageWord.FEEDBACK, "preference.human-helpfulness=human.jsonl");
    assertWork(row, 10, 500 + 3690, 800, 0);
  }

  @Test
  void multipleChoiceAsksEachPairInBothOrders() {
    // 150 + 18 x 2 x (250 / 15 + 20 + 2 x 40).
    assertWork(row(StageWord.FEEDBACK, "feedback.method=multiple-choice"), 15, 600 + 4350, 1200, 0);
  }

  @Test
  void chainsOfThoughtAreSampledAndReadAgain() {
    // 300 + 18 x (2 x (250 / 15 + 100) + 192) in, 18 x 192 out.
    assertWork(
        row(StageWord.FEEDBACK, "feedback.method=chain-of-thought"),
        15,
        600 + 300 + 4200 + 3456,
        1200 + 3456,
        0);
  }

  @Test
  void aFrozenPreferenceModelReadsEachAnswerOnce() {
    Row row = row(StageWord.PREFERENCE);
    assertWork(row, 15, 10 * 2 * 60 + 5 * 2 * 50, 0, 0);
    assertThat(row.seconds()).isCloseTo(0.4 * 1700 / 500, within(1e-9));
  }

  @Test
  void humanComparisonsTakeThePlaceOfHelpfulOnes() {
    Row row =
        row(
            StageWord.PREFERENCE,
            "preference.human-helpfulness=human.jsonl",
            "preference.human-comparisons=100");
    assertWork(row, 110, 10 * 2 * 60 + 100 * 2 * 50, 0, 0);
  }

  @Test
  void reinforcementSamplesScoresAndUpdates() {
    // 40 answers of 30 tokens to prompts of 15 are learnt from; 10 more measure the last policy,
    // and
    // 32 more the scale of scores.
    Row row = row(StageWord.REINFORCEMENT);
    assertWork(row, 82, 82 * 15 + 2 * 50 * 45, 82 * 30, 2 * 40 * 45);
    double others = 1230 / 500.0 + 0.34 * 4500 / 500 + 2460 / 100.0 + 3600 / 150.0;
    assertThat(row.seconds()).isCloseTo(others, within(1e-9));
    Row unscaled = row(StageWord.REINFORCEMENT, "reinforcement.score-scale=none");
    assertWork(unscaled, 50, 50 * 15 + 2 * 50 * 45, 50 * 30, 2 * 40 * 45);
    assertWork(row(StageWord.REINFORCEMENT, "reinforcement.steps=0"), 0, 0, 0, 0);
    // Layers of the preference model that are not the policy's frozen ones are computed for it.
    Row trained = row(StageWord.REINFORCEMENT, "preference.trained-share=0.5");
    assertThat(trained.seconds()).isCloseTo(others + 0.2 * 7.38, within(1e-9));
    Row finetuned = row(StageWord.REINFORCEMENT, "finetuning.trained-share=0.7");
    assertThat(finetuned.seconds()).isCloseTo(others + 0.1 * 7.38, within(1e-9));
  }

  @Test
  void evaluationComparesThreeModels() {
    // 36 answers of 20 tokens, prompts 600 tokens; judge 50 + 2 x 2 x (1,320 + 360); chains 10 x
    // 200.
    Row row = row(StageWord.EVALUATION);
    assertWork(row, 36, 600 + 1320 + 6770 + 2000, 720, 0);
    assertThat(row.seconds()).isCloseTo(1.2 + 7.2 + 0.4 * 2.64 + 13.54 + 0.4 * 4, within(1e-9));
  }

  @Test
  void theTableFitsTheTerminal() {
    String table = plan("model.feedback=other/model").table();
    assertThat(table)
        .isEqualTo(
            """
            stage          items                   tokens in  tokens out   trained on    memory  time
            constitution   38 principles                   -           -            -    0.6 GB  < 1 s
            prompts        21 prompts                      -           -            -    0.6 GB  < 1 s
            critique       10 chains                  17,950       3,400            -    1.6 GB  70 s
            finetuning     30 sequences                2,090           -        5,130    2.7 GB  37 s
            feedback       15 pairs                    5,450       1,200            -    1.4 GB  23 s
            preference     15 comparisons              1,700           -            -    1.4 GB  1 s
            reinforcement  82 answers                  5,730       2,460        3,600    3.4 GB  54 s
            evaluation     36 answers                 10,690         720            -    1.4 GB  25 s
            report         1 page                          -           -            -    0.6 GB  < 1 s
            whole run                                 43,610       7,780        8,730    3.4 GB  4 min
            note: the feedback model other/model is counted as if it were of the size of smollm2-135m-instruct
            """);
    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void aSpeedOfNothingIsRefused() {
    assertThatThrownBy(() -> new MachineSpeed(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefill=0.0");
    assertThatThrownBy(() -> new MachineSpeed(1, 1, Double.NaN, 1))
        .hasMessageContaining("training=NaN");
    assertThatThrownBy(() -> new MachineSpeed(1, 1, 1, 0)).hasMessageContaining("training work=0");
  }

  @Test
  void memoryFollowsFromTheShape() {
    var estimate = new MemoryEstimate(SMOLLM2, OptionalLong.empty());
    assertThat(SMOLLM2.parameters()).isEqualTo(134_515_008);
    assertThat(estimate.weights()).isEqualTo(538_060_032);
    // Keys and values 4 x 2 x 30 x 192 x (100 + 320), one layer 4 x (3,072 + 2,304) x 320,
    // logits 4 x 2 x 49,152.
    assertThat(estimate.generating(2, 100, 160) - estimate.weights())
        .isEqualTo(19_353_600 + 6_881_280 + 393_216);
    // 10 of 30 layers: 12 x 35,400,960; kept 4 x 10 x (5,760 + 6,144) x 100; logits 4 x 768 x
    // 49,152.
    assertThat(estimate.training(100, new Training(1 / 3.0, 0)))
        .isEqualTo(424_811_520 + 47_616_000 + 150_994_944);
    assertThat(estimate.training(100, new Training(1, 0))).isGreaterThan(3 * estimate.weights());
    // A share that rounds to all layers trains embedding and head too.
    assertThat(estimate.training(100, new Training(0.99, 0)))
        .isEqualTo(estimate.training(100, new Training(1, 0)));
    assertThat(estimate.policies(new Training(1, 0))).isEqualTo(3 * estimate.weights());
    assertThat(estimate.policies(new Training(1 / 3.0, 0))).isEqualTo(424_811_520);
  }

  @Test
  void layersThatDoNotFitAreRecomputedAndTakeLessMemory() {
    long tight = 400_000_000; // half of it is less than 10 layers of 1,024 tokens take, 236 MB
    var kept = new MemoryEstimate(SMOLLM2, OptionalLong.of(500_000_000));
    var recomputed = new MemoryEstimate(SMOLLM2, OptionalLong.of(tight));
    // The states of 9 layers: heads, mixed, log-sum-exp, middle, gate and up.
    var training = new Training(1 / 3.0, 0);
    assertThat(kept.training(1024, training) - recomputed.training(1024, training))
        .isEqualTo(9L * 4 * (960 + 576 + 9 + 576 + 3072) * 1024);
    String[] wide = {"finetuning.tokens-at-once=1024", "reinforcement.tokens-at-once=512"};
    assertThat(plan(wide).notes()).isEmpty();
    assertThat(plan(OptionalLong.of(tight), wide).notes())
        .singleElement(as(STRING))
        .startsWith("finetuning computes its layers twice");
  }
}
