package cai.constitution;

import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/// The principles of a run. The principle of an item is drawn uniformly and with replacement, as in
/// the paper (section 3.1: at each revision, section 4.1: for each comparison).
public record Constitution(
    String format,
    String name,
    List<CritiquePrinciple> critiquePrinciples,
    List<ComparisonPrinciple> comparisonPrinciples) {
  /// Format and version of `constitution.json`.
  public static final String FORMAT = "constitution/1";

  public Constitution {
    requireText("name", name);
    critiquePrinciples = List.copyOf(critiquePrinciples);
    comparisonPrinciples = List.copyOf(comparisonPrinciples);
    requireUnique(critiquePrinciples.stream().map(CritiquePrinciple::id).toList());
    requireUnique(comparisonPrinciples.stream().map(ComparisonPrinciple::id).toList());
  }

  /// A constitution in the current format.
  public Constitution(
      String name, List<CritiquePrinciple> critiques, List<ComparisonPrinciple> comparisons) {
    this(FORMAT, name, critiques, comparisons);
  }

  /// A principle for one critique and revision.
  public CritiquePrinciple drawCritique(RandomGenerator random) {
    return draw(critiquePrinciples, random);
  }

  /// A principle for one comparison under an aim.
  public ComparisonPrinciple drawComparison(Aim aim, RandomGenerator random) {
    return draw(comparisonPrinciples(aim), random);
  }

  /// The comparison principles of an aim, in order.
  public List<ComparisonPrinciple> comparisonPrinciples(Aim aim) {
    return comparisonPrinciples.stream().filter(p -> p.aim() == aim).toList();
  }

  /// The critique principle with an id, as stored in a revision chain.
  public CritiquePrinciple critiquePrinciple(String id) {
    return critiquePrinciples.stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown("critique", id));
  }

  /// The comparison principle with an id, as stored in a comparison.
  public ComparisonPrinciple comparisonPrinciple(String id) {
    return comparisonPrinciples.stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown("comparison", id));
  }

  private IllegalArgumentException unknown(String what, String id) {
    return new IllegalArgumentException(
        "constitution '" + name + "' has no " + what + " principle '" + id + "'");
  }

  private <T> T draw(List<T> principles, RandomGenerator random) {
    if (principles.isEmpty())
      throw new IllegalStateException("constitution '" + name + "' has no such principles");
    return principles.get(random.nextInt(principles.size()));
  }

  static void requireText(String name, String text) {
    if (text.isBlank()) throw new IllegalArgumentException(name + " is empty");
  }

  private static void requireUnique(List<String> ids) {
    var seen = new HashSet<String>();
    for (String id : ids)
      if (!seen.add(id)) throw new IllegalArgumentException("principle '" + id + "' occurs twice");
  }
}
