package cai.constitution;

import java.util.List;

/// A principle of the supervised stage: a request for critique and one for revision.
public record CritiquePrinciple(
    String id,
    String critiqueRequest,
    String revisionRequest,
    List<String> leadIns,
    List<String> positive,
    List<String> negative) {
  public CritiquePrinciple {
    leadIns = List.copyOf(leadIns);
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
  }
}
