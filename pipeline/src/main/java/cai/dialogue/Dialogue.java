package cai.dialogue;

import cai.dialogue.Turn.Speaker;
import java.util.ArrayList;
import java.util.List;

/// A conversation in order. A prompt is a dialogue that ends in a human turn; an answered one ends
/// in an assistant turn.
public record Dialogue(List<Turn> turns) {
  public Dialogue {
    turns = List.copyOf(turns);
    if (turns.isEmpty()) throw new IllegalArgumentException("a dialogue needs at least one turn");
  }

  /// A single human turn.
  public static Dialogue ask(String text) {
    return new Dialogue(List.of(new Turn(Speaker.HUMAN, text)));
  }

  /// This dialogue with an assistant turn added.
  public Dialogue answered(String text) {
    return with(new Turn(Speaker.ASSISTANT, text));
  }

  /// This dialogue with a turn added.
  public Dialogue with(Turn turn) {
    var longer = new ArrayList<>(turns);
    longer.add(turn);
    return new Dialogue(longer);
  }

  /// The last turn.
  public Turn last() {
    return turns.getLast();
  }

  /// Whether an assistant's answer is due.
  public boolean awaitsAnswer() {
    return last().speaker() != Speaker.ASSISTANT;
  }
}
