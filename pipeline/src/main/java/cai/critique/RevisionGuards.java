package cai.critique;

import cai.critique.CritiqueSettings.CritiqueGuards;
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
  Optional<String> objection(String revision, Context context) {
    if (!guards.enabled()) return Optional.empty();
    List<String> words = WordOverlap.words(revision);
    if (words.isEmpty()) return Optional.of("is empty");
    if (words.size() < guards.fewestWords())
      return Optional.of("has only " + words.size() + " words");
    if (TRANSCRIPT.matcher(revision).find()) return Optional.of("goes on with the transcript");
    if (COMMENTARY.matcher(revision).find()) return Optional.of("talks about the response");
    if (WordOverlap.repetition(words) > guards.repetition()) return Optional.of("repeats itself");
    if (overlaps(words, context.text(), guards.responseOverlap()))
      return Optional.of("leaves the response as it was");
    if (overlaps(words, context.critique(), guards.critiqueOverlap()))
      return Optional.of("copies the critique");
    if (overlaps(words, context.revisionRequest(), guards.critiqueOverlap()))
      return Optional.of("copies the request");
    boolean copied =
        shotTexts.stream().anyMatch(shot -> WordOverlap.share(words, shot) > guards.shotOverlap());
    return copied ? Optional.of("copies a worked example") : Optional.empty();
  }

  private static boolean overlaps(List<String> words, String text, double most) {
    return WordOverlap.share(words, WordOverlap.words(text)) > most;
  }
}
