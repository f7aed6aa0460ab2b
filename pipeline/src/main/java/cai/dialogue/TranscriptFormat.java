package cai.dialogue;

import cai.dialogue.Turn.Speaker;
import cai.errors.UserError;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paper's plain-text form of a dialogue: each turn begins with a blank line and `Human:` or
/// `Assistant:`.
///
/// Only a speaker's name after a blank line begins a turn. Colons, blank lines and the words Human
/// and Assistant elsewhere belong to what is said.
public final class TranscriptFormat {
  /// Begins a human turn, and stops the sampling of an assistant's.
  public static final String HUMAN = "\n\nHuman:";

  /// Begins an assistant turn.
  public static final String ASSISTANT = "\n\nAssistant:";

  private static final Pattern MARKER = Pattern.compile("(?:\\A\\s*|\\n\\n)(Human|Assistant):");

  private TranscriptFormat() {}

  /// The dialogue as text. `openAnswer` adds the marker after which the assistant's answer follows,
  /// without the space that begins the answer. A system turn has no marker and stands first.
  public static String render(Dialogue dialogue, boolean openAnswer) {
    if (openAnswer && !dialogue.awaitsAnswer())
      throw new IllegalArgumentException("the dialogue is already answered");
    var text = new StringBuilder();
    for (Turn turn : dialogue.turns()) text.append(render(turn));
    if (openAnswer) text.append(ASSISTANT);
    return text.toString();
  }

  private static String render(Turn turn) {
    return switch (turn.speaker()) {
      case SYSTEM -> "\n\n" + turn.text();
      case HUMAN -> HUMAN + " " + turn.text();
      case ASSISTANT -> ASSISTANT + " " + turn.text();
    };
  }

  /// The dialogue of a text. Spaces around a turn's text are not part of it; Windows line ends
  /// become line feeds; an `Assistant:` at the end with nothing after it only asks for an answer.
  /// Turns with nothing said are kept for the caller to judge.
  ///
  /// @param where begins the message of the error
  public static Dialogue parse(String text, String where) {
    String clean = text.replace("\r\n", "\n");
    Matcher marker = MARKER.matcher(clean);
    if (!marker.find()) throw new UserError(where + ": has no turn that begins with 'Human:'");
    if (!clean.substring(0, marker.start()).isBlank())
      throw new UserError(where + ": begins with text that belongs to no turn");
    var turns = new ArrayList<Turn>();
    boolean more = true;
    while (more) {
      Speaker speaker = marker.group(1).equals("Human") ? Speaker.HUMAN : Speaker.ASSISTANT;
      int start = marker.end();
      more = marker.find();
      String said = clean.substring(start, more ? marker.start() : clean.length()).strip();
      boolean opensAnswer = !more && speaker == Speaker.ASSISTANT && said.isEmpty();
      if (!opensAnswer) turns.add(new Turn(speaker, said));
    }
    if (turns.isEmpty()) throw new UserError(where + ": nothing is said in it");
    return new Dialogue(turns);
  }

  /// Whether a text, put into a turn, would read as more than one turn.
  public static boolean containsMarker(String text) {
    String clean = text.replace("\r\n", "\n");
    return clean.contains(HUMAN) || clean.contains(ASSISTANT);
  }
}
