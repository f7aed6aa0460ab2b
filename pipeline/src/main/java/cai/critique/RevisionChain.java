package cai.critique;

import cai.critique.acceptance.GaugedCandidate;
import cai.dialogue.Dialogue;
import cai.json.Absent;
import java.util.List;

/// What critique and revision made of one red-team prompt: one line of `revisions.jsonl`.
///
/// @param id of the prompt
/// @param conversation of the prompt; the id in lines of format 1, which do not say
/// @param kind of harm
/// @param prompt ends in a human turn
/// @param response of the helpful-only model
/// @param ended whether the response came to its end; lines of format 1 do not say, and such a text
///   counts as ended, as it was treated then
/// @param rounds in order; the conversation of round n holds the revision of round n-1
public record RevisionChain(
    String format,
    String id,
    @Absent("") String conversation,
    String kind,
    Dialogue prompt,
    String response,
    @Absent("true") boolean ended,
    List<Round> rounds) {
  /// Format and version of the lines.
  public static final String FORMAT = "revision-chain/3";

  /// One critique and revision.
  ///
  /// @param principle id of the drawn principle
  /// @param critique empty where the recipe revises without critique
  /// @param leadIn the opening that was given to the revision; no text where none was
  /// @param revision the text after this round: the new one, or the text before where it was
  ///   rejected
  /// @param ended whether that text came to its end
  /// @param accepted whether the new revision was taken
  /// @param reason why not, of the first candidate; no text where one was taken
  /// @param candidates all revisions that were sampled, with what became of each; none in lines of
  ///   formats 1 and 2, which do not say
  public record Round(
      String principle,
      String critique,
      String leadIn,
      String revision,
      @Absent("true") boolean ended,
      boolean accepted,
      String reason,
      @Absent("") List<GaugedCandidate> candidates) {
    public Round {
      candidates = List.copyOf(candidates);
    }

    /// A round of whose candidates nothing is told.
    public Round(
        String principle,
        String critique,
        String leadIn,
        String revision,
        boolean ended,
        boolean accepted,
        String reason) {
      this(principle, critique, leadIn, revision, ended, accepted, reason, List.of());
    }
  }

  public RevisionChain {
    rounds = List.copyOf(rounds);
    if (conversation.isEmpty()) conversation = id;
  }

  /// The chain with the response in place of each accepted revision: as many texts on the same
  /// prompt, none of which anybody has revised.
  public RevisionChain unrevised() {
    List<Round> unrevised =
        rounds.stream()
            .filter(Round::accepted)
            .map(one ->
                new Round(one.principle(), "", "", response, ended, one.accepted(), one.reason()))
            .toList();
    return new RevisionChain(format, id, conversation, kind, prompt, response, ended, unrevised);
  }

  /// The text after the last round.
  public String finalRevision() {
    return rounds.isEmpty() ? response : rounds.getLast().revision();
  }
}
