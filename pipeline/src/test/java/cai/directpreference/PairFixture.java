package cai.directpreference;

import cai.recipe.RecipeReader;
import cai.run.Seeds;
import cai.sequence.TokenSequence;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// A tiny model and pairs of answers for it.
final class PairFixture {
  static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 257, 256, 1e-5, 10_000, Optional.empty(), true);
  static final RandomWeights WEIGHTS = new RandomWeights(CONFIG, 3, 0.15);

  private PairFixture() {}

  static DirectPreferenceSettings settings(String... keys) {
    var all = new ArrayList<>(List.of("trained-share=0.67"));
    all.addAll(List.of(keys));
    return RecipeReader.section(DirectPreferenceSettings.class, all.toArray(String[]::new));
  }

  /// Settings with a learning rate that a recipe may not have.
  static DirectPreferenceSettings learningAt(double rate, DirectPreferenceSettings settings) {
    return new DirectPreferenceSettings(
        settings.beta(),
        settings.sftWeight(),
        settings.epochs(),
        rate,
        settings.warmupSteps(),
        settings.decay(),
        settings.batchSize(),
        settings.tokensAtOnce(),
        settings.trainedShare(),
        settings.loraRank(),
        settings.clipGradientNorm(),
        settings.heldOutShare());
  }

  static Decoder decoder(DirectPreferenceSettings settings) {
    return Decoder.load(
        CONFIG, WEIGHTS, Arithmetic.FP32, settings.trained(CONFIG.layers(), new Seeds(4)));
  }

  /// Pairs of random answers of different lengths.
  static List<LabelledPair> random(double... labels) {
    var random = new SplittableRandom(11);
    var pairs = new ArrayList<LabelledPair>();
    for (double label : labels) {
      int[] prompt = random.ints(2 + random.nextInt(12), 0, 257).toArray();
      pairs.add(
          new LabelledPair(
              "p" + pairs.size(), answer(prompt, random), answer(prompt, random), label));
    }
    return pairs;
  }

  private static TokenSequence answer(int[] prompt, SplittableRandom random) {
    return sequence(prompt, random.ints(1 + random.nextInt(20), 0, 257).toArray());
  }

  /// Pairs of an answer that counts upwards and one that counts downwards; upwards is better.
  static List<LabelledPair> counting(int count, long seed, double label) {
    var random = new SplittableRandom(seed);
    var pairs = new ArrayList<LabelledPair>();
    for (int i = 0; i < count; i++) {
      int start = 40 + random.nextInt(40);
      int length = 3 + random.nextInt(6);
      int[] prompt = {7, start};
      int[] up = new int[length];
      int[] down = new int[length];
      for (int t = 0; t < length; t++) {
        up[t] = start + t + 1;
        down[t] = start - t - 1;
      }
      boolean first = random.nextBoolean();
      TokenSequence better = sequence(prompt, up);
      TokenSequence worse = sequence(prompt, down);
      pairs.add(
          new LabelledPair(
              "c" + i, first ? better : worse, first ? worse : better, first ? label : 1 - label));
    }
    return pairs;
  }

  private static TokenSequence sequence(int[] prompt, int[] answer) {
    int[] ids = new int[prompt.length + answer.length];
    System.arraycopy(prompt, 0, ids, 0, prompt.length);
    System.arraycopy(answer, 0, ids, prompt.length, answer.length);
    return new TokenSequence(ids, prompt.length);
  }
}
