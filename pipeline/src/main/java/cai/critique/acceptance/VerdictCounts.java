package cai.critique.acceptance;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many sampled revisions came to each verdict.
///
/// @param counts of the verdicts that occurred, in the order of [CandidateVerdict]
public record VerdictCounts(SortedMap<CandidateVerdict, Integer> counts) {
  public VerdictCounts {
    counts = new TreeMap<>(counts);
  }

  public static VerdictCounts of(Collection<GaugedCandidate> candidates) {
    var counts = new TreeMap<CandidateVerdict, Integer>();
    for (GaugedCandidate one : candidates) counts.merge(one.verdict(), 1, Integer::sum);
    return new VerdictCounts(counts);
  }

  public int count(CandidateVerdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /// All sampled revisions.
  public int all() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
