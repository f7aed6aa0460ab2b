package cai.critique;

import cai.critique.CritiqueSettings.CritiqueGuards;
import cai.critique.acceptance.CandidateVerdict;
import cai.prompts.fewshots.CritiqueShot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Says why a sampled revision is not taken. Small models copy the worked examples, the critique or
/// the response, go on with the transcript, or talk about the response instead of writing one.
final class RevisionGuards {
  private static final Pattern TRANSCRIPT =
      Pattern.compile(
          "(?i)\\b(?:human|assistant|critique ?request|critique|revision ?request|revision)\\s*:");
  private static final Pattern COMMENTARY =
      Pattern.compile(
          "(?i)^\\W*(?:in )?(?:the|this|my|your|here is (?:a|the|my)|here's (?:a|the|my))"
              + "(?: (?:last|previous|original|above|new|revised|rewritten|improved|updated))?"
              + " (?:assistant|response|reply|critique|revision|version)\\b");

  private final CritiqueGuards guards;
  private final List<List<String>> shotTexts = new ArrayList<>();

  RevisionGuards(CritiqueGuards guards, List<CritiqueShot> shots) {
    this.guards = guards;
    for (CritiqueShot shot : shots)
      for (String text : List.of(shot.response(), shot.critique(), shot.revision()))
        shotTexts.add(WordOverlap.words(text));
  }

  /// The text that is revised and what the model read beside it.
  record Context(String text, String critique, String revisionRequest) {}

  /// Why a revision is not taken; absent where it is fine.
  Optional<CandidateVerdict> objection(String revision, Context context) {
    if (!guards.enabled()) return Optional.empty();
    List<String> words = WordOverlap.words(revision);
    if (words.isEmpty()) return Optional.of(CandidateVerdict.EMPTY);
    if (words.size() < guards.fewestWords()) return Optional.of(CandidateVerdict.TOO_SHORT);
    if (TRANSCRIPT.matcher(revision).find()) return Optional.of(CandidateVerdict.TRANSCRIPT);
    if (COMMENTARY.matcher(revision).find()) return Optional.of(CandidateVerdict.COMMENTARY);
    if (WordOverlap.repetition(words) > guards.repetition())
      return Optional.of(CandidateVerdict.REPEATS);
    if (overlaps(words, context.text(), guards.responseOverlap()))
      return Optional.of(CandidateVerdict.UNCHANGED);
    if (overlaps(words, context.critique(), guards.critiqueOverlap()))
      return Optional.of(CandidateVerdict.COPIES_CRITIQUE);
    if (overlaps(words, context.revisionRequest(), guards.critiqueOverlap()))
      return Optional.of(CandidateVerdict.COPIES_REQUEST);
    boolean copied =
        shotTexts.stream().anyMatch(shot -> WordOverlap.share(words, shot) > guards.shotOverlap());
    return copied ? Optional.of(CandidateVerdict.COPIES_EXAMPLE) : Optional.empty();
  }

  private static boolean overlaps(List<String> words, String text, double most) {
    return WordOverlap.share(words, WordOverlap.words(text)) > most;
  }
}
