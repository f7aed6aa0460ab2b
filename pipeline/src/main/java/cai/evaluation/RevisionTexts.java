package cai.evaluation;

import cai.critique.RevisionChain;
import cai.dialogue.Dialogue;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The texts of revision chains, round by round. Where there are more chains than are to be scored,
/// some are drawn; the order stays that of the chains.
///
/// @param chains whose texts are scored
record RevisionTexts(List<RevisionChain> chains) {
  static RevisionTexts drawn(List<RevisionChain> all, int most, Seeds seeds) {
    var order = Comparator.comparingLong((RevisionChain chain) -> draw(chain, seeds));
    var kept =
        all.stream()
            .sorted(order.thenComparing(RevisionChain::id))
            .limit(most)
            .map(RevisionChain::id)
            .collect(Collectors.toSet());
    return new RevisionTexts(all.stream().filter(chain -> kept.contains(chain.id())).toList());
  }

  private static long draw(RevisionChain chain, Seeds seeds) {
    return seeds.seed(EvaluationWork.STAGE, "chain/" + chain.id());
  }

  /// The prompt with the text of each round, and a name for it, chain after chain.
  Map<Dialogue, String> dialogues() {
    var named = new LinkedHashMap<Dialogue, String>();
    for (RevisionChain chain : chains) {
      List<String> texts = texts(chain);
      for (int round = 0; round < texts.size(); round++)
        named.putIfAbsent(
            chain.prompt().answered(texts.get(round)), chain.id() + "/round/" + round);
    }
    return named;
  }

  /// One line for each text that has a score.
  List<RevisionScore> lines(AnswerScores scores) {
    var lines = new ArrayList<RevisionScore>();
    for (RevisionChain chain : chains) {
      List<String> texts = texts(chain);
      for (int round = 0; round < texts.size(); round++)
        line(chain, round, texts.get(round), scores).ifPresent(lines::add);
    }
    return lines;
  }

  private static Optional<RevisionScore> line(
      RevisionChain chain, int round, String text, AnswerScores scores) {
    return scores
        .of(chain.prompt(), text)
        .map(score ->
            new RevisionScore(
                RevisionScore.FORMAT,
                chain.id(),
                chain.conversation(),
                round,
                score,
                TextMeasures.wordCount(text)));
  }

  /// The response, then the text that was kept after each round.
  private static List<String> texts(RevisionChain chain) {
    var texts = new ArrayList<String>();
    texts.add(chain.response());
    for (RevisionChain.Round round : chain.rounds()) texts.add(round.revision());
    return texts;
  }
}
