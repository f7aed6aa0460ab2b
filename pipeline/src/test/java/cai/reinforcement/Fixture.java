package cai.reinforcement;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.preference.BaseModel;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.recipe.RecipeReader;
import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import cai.reinforcement.ReinforcementWork.AnswerScorer;
import cai.reinforcement.advantages.AdvantageKind;
import cai.reinforcement.snapshots.PromptDivision;
import cai.reinforcement.snapshots.SnapshotSettings;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.tokenizer.ByteTokenizer;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import cai.transformer.ReferenceDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// A small random policy, its prompts and a preference for the letter e.
final class Fixture {
  static final int FROZEN = 1;
  static final Seeds SEEDS = new Seeds(5);
  private static final ModelConfig CONFIG =
      new ModelConfig(
          3,
          32,
          4,
          2,
          8,
          48,
          new ByteTokenizer().size(),
          256,
          1e-5,
          10_000,
          Optional.empty(),
          true);

  private Fixture() {}

  /// The same with a head of its own.
  static Decoder untied(TrainedLayers trained) {
    var config =
        new ModelConfig(
            3, 32, 4, 2, 8, 48, CONFIG.vocabulary(), 256, 1e-5, 10_000, Optional.empty(), false);
    return Decoder.load(config, new RandomWeights(config, 3, 0.15), Arithmetic.FP32, trained);
  }

  static Decoder decoder(TrainedLayers trained) {
    return Decoder.load(CONFIG, new RandomWeights(CONFIG, 3, 0.15), Arithmetic.FP32, trained);
  }

  /// The reference pass over the weights of these decoders.
  static ReferenceDecoder reference() {
    return ReferenceDecoder.of(CONFIG, new RandomWeights(CONFIG, 3, 0.15));
  }

  /// What the preference model is trained on: the model that the policy begins as.
  static BaseModel base() {
    return new BaseModel(
        CONFIG, new RandomWeights(CONFIG, 3, 0.15), Arithmetic.FP32, renderer(), "base");
  }

  static ReinforcementSettings settings(int steps) {
    return settings(steps, 300);
  }

  static ReinforcementSettings settings(int steps, int tokensAtOnce) {
    return settings(steps, tokensAtOnce, 3e-3, 10_000);
  }

  static ReinforcementSettings settings(
      int steps, int tokensAtOnce, double learningRate, double mostKl) {
    return new ReinforcementSettings(
        steps,
        12,
        AdvantageKind.GAE,
        Optional.empty(),
        false,
        0.5,
        1,
        10,
        2,
        6,
        tokensAtOnce,
        learningRate,
        1e-2,
        2,
        0.67,
        0,
        0.2,
        0.2,
        0.02,
        ScoreScale.ScaleKind.NONE,
        8,
        1,
        0.95,
        1,
        new PolicyGuards(5, 0.2, 2, 0.2, 0.9, 0.2, 10, mostKl, 0),
        new SnapshotSettings(0, 1));
  }

  /// The same settings, except for the given keys.
  static ReinforcementSettings settings(String... keys) {
    String[] usual = {
      "steps=1",
      "answers-per-step=12",
      "helpful-share=0.5",
      "answer-tokens=10",
      "epochs=2",
      "batch-size=6",
      "tokens-at-once=300",
      "learning-rate=3e-3",
      "value-learning-rate=1e-2",
      "warmup-steps=2",
      "trained-share=0.67",
      "kl-coefficient=0.02",
      "score-scale=none",
      "scale-answers=8",
      "guards.unfinished-penalty=0.2",
      "guards.fewest-tokens=2",
      "guards.short-penalty=0.2",
      "guards.most-repetition=0.9",
      "guards.repetition-penalty=0.2",
      "guards.step-kl=10",
      "guards.most-kl=10000",
      "guards.most-rollbacks=0",
      "snapshots.every=0"
    };
    return RecipeReader.section(
        ReinforcementSettings.class,
        Stream.of(usual, keys).flatMap(Stream::of).toArray(String[]::new));
  }

  static DialogueRenderer renderer() {
    return new DialogueRenderer(new ByteTokenizer(), DialogueFormat.transcript());
  }

  static List<PromptItem> prompts() {
    var prompts = new ArrayList<PromptItem>();
    for (int i = 0; i < 5; i++)
      for (Aim aim : Aim.values())
        prompts.add(
            new PromptItem(
                PromptItem.FORMAT,
                aim + "-" + i,
                aim,
                "any",
                Split.TRAIN,
                Dialogue.ask("question ".repeat(i + 1))));
    return prompts;
  }

  /// The share of letters before the middle of the alphabet, so that most answers have some.
  static PreferenceScorer scorer() {
    return answered ->
        answered.stream()
            .mapToDouble(dialogue ->
                dialogue.last().text().chars().filter(c -> c > 31 && c < 90).count() / 3.0)
            .toArray();
  }

  static List<TokenSequence> sequences() {
    var random = new SplittableRandom(11);
    var sequences = new ArrayList<TokenSequence>();
    for (int length : new int[] {5, 31, 12, 60, 9})
      sequences.add(
          new TokenSequence(random.ints(length, 0, 250).toArray(), 1 + random.nextInt(length - 2)));
    return sequences;
  }

  /// The states of the tests' sequences, computed from their tokens.
  static FrozenStates frozen(Decoder decoder) {
    if (decoder.trainedFrom() == 0) return FrozenStates.none(sequences());
    var states = new ArrayList<Tensor>();
    for (TokenSequence one : sequences())
      try (var scope = TensorScope.inference()) {
        SequenceRows rows = SequenceRows.of(List.of(one.withoutLast()));
        states.add(scope.keepForGood(decoder.sequences().below(FROZEN, rows)));
      }
    return new FrozenStates(sequences(), states);
  }

  static ReinforcementLoop loop(
      ReinforcementSettings settings, Decoder policy, Decoder initialPolicy) {
    return loop(settings, policy, initialPolicy, new AnswerScorer.Alone(scorer()));
  }

  static ReinforcementLoop loop(
      ReinforcementSettings settings, Decoder policy, Decoder initialPolicy, AnswerScorer scorer) {
    var maker = new Rollouts.Maker(policy, renderer(), scorer, settings, 8);
    PromptDivision division = PromptDivision.of(prompts(), settings.snapshots(), 0.5, SEEDS);
    var schedule = new PromptSchedule(division.learnt(), settings.promptsPerStep(), 0.5, SEEDS);
    return new ReinforcementLoop(
        settings,
        new ReinforcementLoop.Models(policy, initialPolicy, maker, ScoreScale.none()),
        schedule,
        division.setAside(),
        SEEDS);
  }
}
