package cai.preference;

import cai.preference.PreferenceValidation.Group;
import cai.sequence.Moments;
import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is measured of the scores of labelled comparisons.
final class HeldOutMeasures {
  private static final int BINS = 5;
  private static final double MATCHED = 0.1;

  private HeldOutMeasures() {}

  /// A comparison with the scores of both answers.
  record ScoredPair(Pair pair, double first, double second) {
    double gap() {
      return first - second;
    }

    /// How much the label says that the answer with the higher score is the better one.
    double agreement() {
      return Agreement.of(pair.probabilityFirst(), gap());
    }
  }

  /// All measures of a group that is not empty.
  ///
  /// @param seed of the bootstrap
  static Group group(String name, List<ScoredPair> scored, long seed) {
    Interval accuracy = accuracy(scored, seed);
    OptionalDouble matched =
        scored.stream()
            .filter(one -> lengthMatched(one.pair()))
            .mapToDouble(ScoredPair::agreement)
            .average();
    return new Group(
        name,
        scored.size(),
        Optional.of(accuracy.n()),
        accuracy.mean(),
        accuracy.low(),
        accuracy.high(),
        scored.stream().mapToDouble(one -> shorterWins(one.pair())).average().orElseThrow(),
        matched.isPresent() ? Optional.of(matched.getAsDouble()) : Optional.empty(),
        calibrationError(scored),
        correlationWithLength(scored));
  }

  private static Interval accuracy(List<ScoredPair> scored, long seed) {
    var agreement = new ClusteredValues(seed);
    for (ScoredPair one : scored) agreement.add(one.pair().conversation(), one.agreement());
    return agreement.share();
  }

  static double shorterWins(Pair pair) {
    return Agreement.of(pair.probabilityFirst(), pair.secondWords() - pair.firstWords());
  }

  static boolean lengthMatched(Pair pair) {
    int longer = Math.max(pair.firstWords(), pair.secondWords());
    return Math.abs(pair.firstWords() - pair.secondWords()) <= MATCHED * longer;
  }

  /// Expected calibration error: in each bin of confidence, how far the mean confidence is from the
  /// mean label of the answer that the model prefers; bins count by their comparisons.
  static double calibrationError(List<ScoredPair> scored) {
    double[] confidence = new double[BINS];
    double[] label = new double[BINS];
    for (ScoredPair one : scored) {
      double confident = 1 / (1 + Math.exp(-Math.abs(one.gap())));
      int bin = Math.min(BINS - 1, (int) ((confident - 0.5) * 2 * BINS));
      confidence[bin] += confident;
      double first = one.pair().probabilityFirst();
      label[bin] += one.gap() == 0 ? 0.5 : one.gap() > 0 ? first : 1 - first;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) error += Math.abs(confidence[bin] - label[bin]);
    return error / scored.size();
  }

  static double correlationWithLength(List<ScoredPair> scored) {
    List<Double> scores = new ArrayList<>();
    List<Double> words = new ArrayList<>();
    for (ScoredPair one : scored) {
      scores.add(one.first());
      words.add((double) one.pair().firstWords());
      scores.add(one.second());
      words.add((double) one.pair().secondWords());
    }
    return Moments.correlation(
        scores.stream().mapToDouble(Double::doubleValue).toArray(),
        words.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
