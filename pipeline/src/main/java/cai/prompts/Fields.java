package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.errors.UserError;
import cai.files.Blank;
import cai.prompts.Row.RowLabels;
import cai.recipe.KeyNames;
import cai.yaml.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON row, checked as they are taken; each fault is a [UserError] that begins
/// with the row's place.
record Fields(JsonNode row, String where) {
  private static final Pattern TRANSCRIPT = Pattern.compile("\\A\\s*(Human|Assistant):");

  boolean has(String name) {
    return row.has(name);
  }

  /// A text that must exist and not be blank.
  String text(String name) {
    if (!row.has(name)) throw fault("field '" + name + "' is missing");
    return text(row.get(name), name);
  }

  /// Refuses unknown fields in files that people write.
  void allowOnly(String... names) {
    List<String> known = List.of(names);
    for (String name : row.propertyNames()) {
      if (known.contains(name)) continue;
      Optional<String> near = Nearest.of(name, known);
      throw fault(
          "unknown field '"
              + name
              + "'; "
              + near.map(word -> "did you mean '" + word + "'?")
                  .orElse("known fields: " + String.join(", ", names)));
    }
  }

  /// The labels of the project's own layouts.
  RowLabels labels() {
    return new RowLabels(
        optional("id"),
        optional("kind"),
        optional("split").map(word -> oneOf("split", word, Split.values())),
        optional("aim").map(word -> oneOf("aim", word, Aim.values())));
  }

  private Optional<String> optional(String name) {
    JsonNode value = row.path(name);
    if (value.isMissingNode() || value.isNull()) return Optional.empty();
    // Files of others number their rows.
    return Optional.of(value.isIntegralNumber() ? value.asString() : text(name));
  }

  private <E extends Enum<E>> E oneOf(String name, String word, E[] values) {
    for (E value : values) if (KeyNames.ofConstant(value).equals(word)) return value;
    String allowed = String.join(" or ", Arrays.stream(values).map(KeyNames::ofConstant).toList());
    throw fault(name + "=" + word + " is unknown; use " + allowed);
  }

  /// The dialogue in a field: a transcript, a list of messages, or the text of one turn by
  /// `speaker`.
  Dialogue dialogue(String name, Speaker speaker) {
    if (!row.has(name)) throw fault("field '" + name + "' is missing");
    JsonNode value = row.get(name);
    if (value.isArray()) return messages(value, name);
    String text = text(value, name);
    if (TRANSCRIPT.matcher(text).find()) return transcript(text, name);
    return new Dialogue(List.of(turn(speaker, text, name)));
  }

  /// A field that is a transcript in the paper's format.
  Dialogue transcript(String name) {
    return transcript(text(name), name);
  }

  private Dialogue transcript(String text, String name) {
    Dialogue parsed = TranscriptFormat.parse(text, where + ": " + name);
    int number = 1;
    for (Turn turn : parsed.turns()) {
      if (Blank.is(turn.text())) throw fault(name + " has an empty turn, number " + number);
      number++;
    }
    return parsed;
  }

  private Dialogue messages(JsonNode list, String name) {
    var turns = new ArrayList<Turn>();
    for (JsonNode message : list) {
      String at = name + "[" + turns.size() + "]";
      if (!message.isObject()) throw fault(at + " is not a message with role and content");
      String role = text(message.path("role"), at + ".role");
      turns.add(turn(speaker(role, at), text(message.path("content"), at + ".content"), at));
    }
    if (turns.isEmpty()) throw fault(name + " is an empty list");
    return new Dialogue(turns);
  }

  private Speaker speaker(String role, String at) {
    return switch (role) {
      case "system" -> Speaker.SYSTEM;
      case "user", "human" -> Speaker.HUMAN;
      case "assistant" -> Speaker.ASSISTANT;
      default -> throw fault(at + ".role=" + role + " is unknown; use system, user or assistant");
    };
  }

  private Turn turn(Speaker speaker, String text, String name) {
    if (TranscriptFormat.containsMarker(text))
      throw fault(
          name
              + " holds a line 'Human:' or 'Assistant:' that would begin a turn of its own; give"
              + " several turns as 'messages'");
    return new Turn(speaker, text);
  }

  private String text(JsonNode value, String name) {
    if (value.isMissingNode()) throw fault("field '" + name + "' is missing");
    if (!value.isString()) throw fault(name + " is not a text");
    String text = value.stringValue().replace("\r\n", "\n");
    Optional<String> fault = faultOf(text);
    if (fault.isPresent()) throw fault(name + " " + fault.get());
    // A transcript keeps its leading blank lines: they are markers.
    return TRANSCRIPT.matcher(text).find() ? text : text.strip();
  }

  /// The reason why a text cannot be a prompt or an answer, or empty.
  static Optional<String> faultOf(String text) {
    if (Blank.is(text)) return Optional.of("is empty; write a text or drop the row");
    if (text.indexOf('\0') >= 0) return Optional.of("contains a NUL character");
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) continue;
      boolean pair =
          Character.isHighSurrogate(text.charAt(i))
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) return Optional.of("contains half of a surrogate pair, which is no character");
      i++;
    }
    return Optional.empty();
  }

  UserError fault(String what) {
    return new UserError(where + ": " + what);
  }
}
