package cai.report.findings;

import cai.feedback.KnownComparison;
import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// How well the confidence of labels agrees with how often they are right.
///
/// @param accuracy share of comparisons whose better answer got more than one half; one half itself
///   counts half
/// @param error expected calibration error: over the bins, the mean of |accuracy - confidence|
///   weighted by count
/// @param longerWins accuracy of the rule "the longer answer is better"
/// @param flips share of labels whose two orders disagreed
public record LabelCalibration(
    Interval accuracy, double error, double longerWins, Interval flips, List<Bin> bins) {
  static final int BINS = 5;

  /// Labels of similar confidence max(p, 1 - p).
  ///
  /// @param count of labels
  public record Bin(double from, double to, double confidence, int count, Interval accuracy) {}

  /// Comparisons under "own pairs, harmlessness" and the like, in a fixed order.
  public static Map<String, List<KnownComparison>> groups(List<KnownComparison> known) {
    var groups = new TreeMap<String, List<KnownComparison>>();
    for (KnownComparison one : known) {
      String source = one.source().equals("own") ? "own pairs" : one.source() + " labels";
      String name = source + ", " + Wording.aim(one.aim());
      groups.computeIfAbsent(name, n -> new ArrayList<>()).add(one);
    }
    return groups;
  }

  /// Measures at least one label.
  public static LabelCalibration of(List<KnownComparison> known) {
    double longer = known.stream().filter(KnownComparison::betterIsLonger).count();
    Interval flips = share(known, one -> one.flipped() ? 1 : 0);
    List<Bin> bins = bins(known);
    double error = 0;
    for (Bin bin : bins) {
      error += Math.abs(bin.accuracy.mean() - bin.confidence) * bin.count / (double) known.size();
    }
    return new LabelCalibration(
        share(known, LabelCalibration::right), error, longer / known.size(), flips, bins);
  }

  /// A share over labels, clustered by conversation.
  private static Interval share(
      List<KnownComparison> known, ToDoubleFunction<KnownComparison> value) {
    var values = new ClusteredValues(PairedDifference.SEED);
    for (KnownComparison one : known) values.add(one.cluster(), value.applyAsDouble(one));
    return values.share();
  }

  private static List<Bin> bins(List<KnownComparison> known) {
    var bins = new ArrayList<Bin>();
    for (int i = 0; i < BINS; i++) {
      int bin = i;
      List<KnownComparison> inside = known.stream().filter(k -> bin(k) == bin).toList();
      if (inside.isEmpty()) continue;
      double confidence =
          inside.stream().mapToDouble(LabelCalibration::confidence).average().orElse(0);
      double width = 0.5 / BINS;
      bins.add(
          new Bin(
              0.5 + i * width,
              0.5 + (i + 1) * width,
              confidence,
              inside.size(),
              share(inside, LabelCalibration::right)));
    }
    return bins;
  }

  private static int bin(KnownComparison known) {
    return Math.min(BINS - 1, (int) Math.floor((confidence(known) - 0.5) / 0.5 * BINS + 1e-9));
  }

  private static double confidence(KnownComparison known) {
    return Math.max(known.probabilityBetter(), 1 - known.probabilityBetter());
  }

  private static double right(KnownComparison known) {
    if (known.probabilityBetter() == 0.5) return 0.5;
    return known.probabilityBetter() > 0.5 ? 1 : 0;
  }
}
