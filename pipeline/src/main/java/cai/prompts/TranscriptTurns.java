package cai.prompts;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import java.util.ArrayList;
import java.util.List;

/// Which human turns of a recorded dialogue become prompts; recorded dialogues are red-team
/// transcripts and pairs of whole dialogues. The paper uses every human turn with the conversation
/// before it (section 3.2).
public enum TranscriptTurns {
  /// The first human turn, with system turns before it.
  FIRST,
  /// Every human turn, with the conversation before it.
  EVERY,
  /// The last human turn, with the conversation before it.
  LAST;

  /// The prompts of a dialogue.
  ///
  /// @param turns with at least one human turn
  List<Dialogue> of(List<Turn> turns) {
    var prompts = new ArrayList<Dialogue>();
    for (int i = 0; i < turns.size(); i++)
      if (turns.get(i).speaker() == Speaker.HUMAN)
        prompts.add(new Dialogue(turns.subList(0, i + 1)));
    return switch (this) {
      case FIRST -> List.of(withoutAnswers(prompts.getFirst()));
      case EVERY -> List.copyOf(prompts);
      case LAST -> List.of(prompts.getLast());
    };
  }

  private static Dialogue withoutAnswers(Dialogue prompt) {
    return new Dialogue(
        prompt.turns().stream().filter(turn -> turn.speaker() != Speaker.ASSISTANT).toList());
  }
}
