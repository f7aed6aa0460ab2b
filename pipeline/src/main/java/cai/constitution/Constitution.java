package cai.constitution;

import java.util.List;

/// The principles of both stages.
public record Constitution(
    String name,
    List<CritiquePrinciple> critiquePrinciples,
    List<ComparisonPrinciple> comparisonPrinciples) {
  public Constitution {
    critiquePrinciples = List.copyOf(critiquePrinciples);
    comparisonPrinciples = List.copyOf(comparisonPrinciples);
  }
}
