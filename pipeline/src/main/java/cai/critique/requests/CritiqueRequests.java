package cai.critique.requests;

import cai.constitution.CritiquePrinciple;
import cai.dialogue.Dialogue;
import cai.dialogue.FormatKind;
import cai.language.Prompt;
import cai.prompts.fewshots.CritiqueShot;
import java.util.List;

/// What asks for critiques and revisions, in the format in which the model is asked, sampled and
/// trained. A request for a revision continues the request for its critique and the critique, so
/// that an engine reads the conversation once.
public sealed interface CritiqueRequests permits ChatRequests, TranscriptRequests {
  /// Requests in a format.
  ///
  /// @param shots worked examples, shown without their critiques where none is asked for
  static CritiqueRequests of(FormatKind format, List<CritiqueShot> shots, boolean withCritique) {
    return switch (format) {
      case CHAT -> new ChatRequests(shots, withCritique);
      case TRANSCRIPT -> new TranscriptRequests(shots, withCritique);
    };
  }

  /// Asks for a critique of the last answer.
  Prompt critique(Dialogue answered, CritiquePrinciple principle);

  /// Asks for a revision of the last answer after a critique of it.
  Prompt revision(Dialogue answered, String critique, CritiquePrinciple principle);

  /// Asks for a revision of the last answer without a critique.
  Prompt directRevision(Dialogue answered, CritiquePrinciple principle);

  /// A lead-in as it begins the revision after these requests.
  String opening(String leadIn);

  /// Before these a critique or a revision ends.
  List<String> stops();

  /// The words of all examples, for counting.
  String shown();

  /// The words between a conversation and its critique, for counting.
  String critiqueRequest(CritiquePrinciple principle);

  /// The words between a critique and the revision, for counting.
  String revisionRequest(CritiquePrinciple principle);
}
