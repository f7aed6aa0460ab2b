package cai.feedback;

import cai.constitution.ComparisonPrinciple;
import cai.feedback.confidence.KnownGap;
import cai.feedback.confidence.KnownGaps;
import cai.prompts.Conversations;
import cai.prompts.KnownPair;
import cai.run.Seeds;
import cai.storage.ContentHash;
import java.util.ArrayList;
import java.util.List;

/// Asks the feedback model about pairs whose better answer is known, exactly as about pairs of
/// sampled answers: a principle of the pair's aim is drawn, and so is whether the better answer
/// comes first. The probabilities are made like the labels that the run trains on.
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

  /// The log-odds of the better answers, for the pairs that the feedback model compared.
  KnownGaps gaps(List<KnownPair> pairs, List<RawVerdict> verdicts) {
    var gaps = new ArrayList<KnownGap>();
    for (int i = 0; i < pairs.size(); i++) {
      KnownPair pair = pairs.get(i);
      PairFeedback feedback = verdicts.get(i).judgement();
      if (!feedback.readable()) continue;
      double first = feedback.meanLogOdds();
      gaps.add(new KnownGap(pair.aim(), conversation(pair), betterFirst(pair) ? first : -first));
    }
    return new KnownGaps(gaps, seeds);
  }

  /// One line for each pair that the feedback model compared.
  List<KnownComparison> compare(List<KnownPair> pairs, List<RawVerdict> verdicts, Labels labels) {
    var compared = new ArrayList<KnownComparison>();
    for (int i = 0; i < pairs.size(); i++) {
      KnownPair pair = pairs.get(i);
      PairFeedback feedback = verdicts.get(i).judgement();
      if (!feedback.readable()) continue;
      double first = labels.knownFirst(pair.aim(), feedback, conversation(pair));
      compared.add(
          new KnownComparison(
              KnownComparison.FORMAT,
              pair.id(),
              pair.aim(),
              pair.source(),
              conversation(pair),
              betterFirst(pair) ? first : 1 - first,
              words(pair.better()) > words(pair.worse()),
              feedback.flipped()));
    }
    return compared;
  }

  /// Names the conversation of a pair. A hash, because what the human said first may be long.
  private static String conversation(KnownPair pair) {
    return ContentHash.text(Conversations.opening(pair.prompt())).substring(0, 16);
  }

  private static int words(String text) {
    return text.strip().split("\\s+").length;
  }
}
