package cai.feedback;

import cai.constitution.ComparisonPrinciple;
import cai.prompts.KnownPair;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;

/// Asks the feedback model about pairs whose better answer is known, in the same way as about the
/// sampled ones: a principle of the pair's aim is drawn, and so is whether the better answer comes
/// first. The probabilities are on the scale of the labels that the run trains on.
final class Calibration {
  private final List<ComparisonPrinciple> principles;
  private final Seeds seeds;

  Calibration(List<ComparisonPrinciple> principles, Seeds seeds) {
    this.principles = principles;
    this.seeds = seeds;
  }

  PairQuestion question(KnownPair pair) {
    String id = "known/" + pair.id();
    List<ComparisonPrinciple> own = Questions.of(pair.aim(), principles);
    ComparisonPrinciple drawn = Questions.draw(own, seeds.generator("feedback", id));
    return betterFirst(pair)
        ? new PairQuestion(id, pair.prompt(), pair.better(), pair.worse(), drawn)
        : new PairQuestion(id, pair.prompt(), pair.worse(), pair.better(), drawn);
  }

  private boolean betterFirst(KnownPair pair) {
    return seeds.generator("feedback", "known/" + pair.id() + "/order").nextBoolean();
  }

  /// One line for each pair that could be judged.
  List<KnownComparison> compare(List<KnownPair> pairs, List<RawVerdict> verdicts, Labels labels) {
    var compared = new ArrayList<KnownComparison>();
    for (int i = 0; i < pairs.size(); i++) {
      KnownPair pair = pairs.get(i);
      Judgement judgement = verdicts.get(i).judgement();
      if (!judgement.readable()) continue;
      double first = labels.probabilityFirst(pair.aim(), judgement);
      compared.add(
          new KnownComparison(
              KnownComparison.FORMAT,
              pair.id(),
              pair.aim(),
              pair.source(),
              betterFirst(pair) ? first : 1 - first,
              words(pair.better()) > words(pair.worse()),
              judgement.flipped()));
    }
    return compared;
  }

  private static int words(String text) {
    return text.strip().split("\\s+").length;
  }
}
