package cai.evaluation;

import cai.dialogue.Dialogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The scores of answered dialogues by one model. Each different dialogue is scored once, so equal
/// answers to one prompt have equal scores and tie.
public final class AnswerScores {
  private final Map<Dialogue, TextScore> scores = new LinkedHashMap<>();

  private AnswerScores() {}

  /// No scores at all, where nobody was asked for any.
  public static AnswerScores none() {
    return new AnswerScores();
  }

  static AnswerScores of(List<Dialogue> dialogues, List<TextScore> scored) {
    var scores = new AnswerScores();
    for (int i = 0; i < dialogues.size(); i++) scores.scores.put(dialogues.get(i), scored.get(i));
    return scores;
  }

  /// The score of an answer to a prompt; empty where it was not scored or could not be.
  Optional<Double> of(Dialogue prompt, String answer) {
    return of(prompt.answered(answer));
  }

  /// The score of an answered dialogue; empty where it was not scored or could not be.
  Optional<Double> of(Dialogue answered) {
    return Optional.ofNullable(scores.get(answered)).flatMap(TextScore::score);
  }

  /// The dialogues that the model could not be asked about, with the reasons.
  List<TextScore> refused() {
    return scores.values().stream().filter(one -> !one.reason().isEmpty()).toList();
  }
}
