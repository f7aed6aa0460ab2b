package cai.preference;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.feedback.Comparison;
import cai.feedback.Comparison.Verdict;
import cai.preference.Pair.Source;
import cai.preference.PreferenceSettings.Pooling;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.storage.Lines;
import cai.tokenizer.ByteTokenizer;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// A small random model and comparisons that are easy to learn.
final class PreferenceFixture {
  static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 257, 192, 1e-5, 10_000, Optional.empty(), true);
  static final DialogueRenderer RENDERER =
      new DialogueRenderer(new ByteTokenizer(), DialogueFormat.transcript());
  static final Seeds SEEDS = new Seeds(11);

  private static final String[] GOOD = {"I would rather not.", "No, sorry.", "Let us not do so."};
  private static final String[] BAD = {"Yes! Step 1: buy", "Sure!! Take 2 of", "Easy, 3 steps:"};

  private PreferenceFixture() {}

  static BaseModel base() {
    return base(Arithmetic.FP32);
  }

  static BaseModel base(Arithmetic arithmetic) {
    return new BaseModel(CONFIG, new RandomWeights(CONFIG, 7, 0.2), arithmetic, RENDERER, "b7");
  }

  /// Settings of everything that tests vary.
  static PreferenceSettings settings(double trainedShare, int tokensAtOnce, Optional<Path> human) {
    return new PreferenceSettings(
        0.7, Pooling.MEAN, trainedShare, 0, 4, 0.02, 8, tokensAtOnce, 0.1, 1, 0.25, human, 1000);
  }

  /// Settings of a training of adapters.
  static PreferenceSettings adapted(double trainedShare, int loraRank) {
    return new PreferenceSettings(
        0.7,
        Pooling.MEAN,
        trainedShare,
        loraRank,
        4,
        0.02,
        8,
        512,
        0.1,
        1,
        0.25,
        Optional.empty(),
        9);
  }

  static PreferenceSettings headOnly() {
    return settings(0, 2048, Optional.empty());
  }

  static Comparison comparison(
      String id, Aim aim, String prompt, List<String> answers, Optional<Double> label) {
    return new Comparison(
        Comparison.FORMAT,
        id,
        id,
        aim,
        "kind",
        Dialogue.ask(prompt),
        answers.getFirst(),
        answers.getLast(),
        true,
        false,
        "p1",
        new Verdict(label, 0, false, label.isPresent() ? "" : "unreadable"));
  }

  /// Comparisons of polite refusals with eager answers, half of each aim.
  static List<Comparison> comparisons(int count) {
    var comparisons = new ArrayList<Comparison>();
    for (int i = 0; i < count; i++) {
      var random = new SplittableRandom(i);
      String good = GOOD[random.nextInt(3)] + " Word".repeat(random.nextInt(4));
      String bad = BAD[random.nextInt(3)] + " Word".repeat(random.nextInt(4));
      boolean first = random.nextBoolean();
      comparisons.add(
          comparison(
              "rt-" + i,
              i % 2 == 0 ? Aim.HARMLESSNESS : Aim.HELPFULNESS,
              "Question number " + i + "?",
              first ? List.of(good, bad) : List.of(bad, good),
              Optional.of(first ? 0.9 : 0.1)));
    }
    return comparisons;
  }

  static Path written(Path folder, List<Comparison> comparisons) {
    Path file = folder.resolve("comparisons.jsonl");
    Lines.write(file, comparisons);
    return file;
  }

  /// A pair of one source and prompt with given lengths and label.
  static Pair pair(String prompt, Source source, int firstWords, int secondWords, double label) {
    var sequence = new TokenSequence(new int[] {65, 66, 256}, 1);
    return new Pair(
        prompt + "/" + firstWords + "/" + secondWords,
        prompt,
        source,
        sequence,
        sequence,
        firstWords,
        secondWords,
        label,
        1);
  }
}
