package cai.bestof;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What the choice is worth on training prompts: `reinforcement/best-of-n.json` where `policy` is
/// `best-of-n`.
///
/// @param prompts measured on
/// @param refused prompts of which not all candidates could be scored
/// @param values for 1, 2, ... candidates
/// @param guardedShare share of all candidates from which the guards took something
/// @param guardedChosenShare share of the chosen answers from which they did
/// @param klBound most that the KL of the choice to SL-CAI can be, nats per answer: log n - (n - 1)
///   / n
public record BestOfMeasures(
    String format,
    int prompts,
    int refused,
    List<BestOfValue> values,
    double guardedShare,
    double guardedChosenShare,
    double klBound) {
  /// Format and version of the file.
  public static final String FORMAT = "best-of-n/1";

  public BestOfMeasures {
    values = List.copyOf(values);
  }

  /// What the best of some candidates is expected to have.
  ///
  /// @param candidates chosen from
  /// @param score mean over the prompts of the expected score of the chosen answer
  /// @param guarded the same of the score on its scale, less what the guards take, by which it is
  ///   chosen
  public record BestOfValue(int candidates, double score, double guarded) {}

  /// @param answers candidates of each prompt
  static BestOfMeasures of(List<BestOfLine> lines, int answers) {
    List<BestOfLine> answered =
        lines.stream().filter(line -> line.candidates().size() == answers).toList();
    List<CandidateAnswer> all =
        answered.stream().flatMap(line -> line.candidates().stream()).toList();
    List<CandidateAnswer> chosen =
        answered.stream().map(line -> line.candidates().get(line.best())).toList();
    return new BestOfMeasures(
        FORMAT,
        answered.size(),
        lines.size() - answered.size(),
        answered.isEmpty()
            ? List.of()
            : IntStream.rangeClosed(1, answers).mapToObj(k -> value(answered, k)).toList(),
        guardedShare(all),
        guardedShare(chosen),
        Math.log(answers) - (answers - 1.0) / answers);
  }

  private static double guardedShare(List<CandidateAnswer> candidates) {
    return candidates.stream()
        .mapToDouble(one -> one.penalties().isEmpty() ? 0 : 1)
        .average()
        .orElse(0);
  }

  private static BestOfValue value(List<BestOfLine> lines, int candidates) {
    double score = 0;
    double guarded = 0;
    for (BestOfLine line : lines) {
      // Worst first; of equal ones the first candidate is chosen, so it stands last.
      var order = new ArrayList<>(line.candidates().reversed());
      order.sort((a, b) -> Double.compare(a.guarded(), b.guarded()));
      double[] chances = chances(order.size(), candidates);
      for (int i = 0; i < chances.length; i++) {
        score += chances[i] * order.get(i).score();
        guarded += chances[i] * order.get(i).guarded();
      }
    }
    return new BestOfValue(candidates, score / lines.size(), guarded / lines.size());
  }

  /// How probable it is for each of `all` candidates, worst first, to be the best of `some` that
  /// are drawn from them without replacement: C(i, some - 1) / C(all, some).
  static double[] chances(int all, int some) {
    double[] chances = new double[all];
    // From the best downwards: it is among the drawn with probability some / all; each worse one is
    // the best if those above it are not drawn and it is.
    double none = 1; // probability that no better one is drawn
    for (int i = all - 1; i >= 0; i--) {
      double drawn = Math.min(1, some / (double) (i + 1));
      chances[i] = none * drawn;
      none *= 1 - drawn;
    }
    return chances;
  }
}
