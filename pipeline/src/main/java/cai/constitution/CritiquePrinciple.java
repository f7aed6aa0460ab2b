package cai.constitution;

import java.util.List;

/// A principle by which a response is criticised and revised.
///
/// **Source**: section 3.1, "critique request" and "revision request".
///
/// @param id unique among the critique principles
/// @param critiqueRequest asks for what is wrong with the assistant's last response
/// @param revisionRequest asks for a response without that fault
/// @param leadIns openings of a revision, different in kind in turn: a reason, a safer way, a
///   question back; may be none
/// @param positive yes/no questions about one response; Yes means it is good
/// @param negative yes/no questions about one response; Yes means it is bad
public record CritiquePrinciple(
    String id,
    String critiqueRequest,
    String revisionRequest,
    List<String> leadIns,
    List<String> positive,
    List<String> negative) {
  public CritiquePrinciple {
    Constitution.requireText("id", id);
    Constitution.requireText("critique request of " + id, critiqueRequest);
    Constitution.requireText("revision request of " + id, revisionRequest);
    leadIns = List.copyOf(leadIns);
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
  }
}
