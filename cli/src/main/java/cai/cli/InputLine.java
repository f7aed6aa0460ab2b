package cai.cli;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.errors.UserError;
import cai.files.Blank;
import cai.files.TextInput;
import cai.json.JsonLines;
import cai.json.JsonObject;
import cai.language.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A line of a user's JSON-lines file: an item's id and its content. Fields that are not needed are
/// ignored.
///
/// @param id a string or a number, which the output repeats unchanged
record InputLine(Object id, JsonObject fields) {

  /// Reads a file. Ids must be unique, because results are identified by them.
  static List<InputLine> read(TextInput file) {
    var lines = new ArrayList<InputLine>();
    Map<String, String> places = new HashMap<>();
    JsonLines.forEach(
        file,
        (where, text) -> {
          InputLine line = of(JsonObject.parse(text, where));
          String before = places.putIfAbsent(line.name(), where);
          if (before != null)
            throw new UserError(
                "%s: id=%s is that of %s too; give each line its own"
                    .formatted(where, line.name(), before));
          lines.add(line);
        });
    if (lines.isEmpty())
      throw new UserError(file.file() + ": holds no lines; put a JSON object on each line");
    return List.copyOf(lines);
  }

  private static InputLine of(JsonObject fields) {
    Object id = fields.fields().get("id");
    if (!(id instanceof String || id instanceof Integer || id instanceof Long))
      throw fields.wrong("id", "a string or a whole number");
    return new InputLine(id, fields);
  }

  /// The id as text.
  String name() {
    return id.toString();
  }

  /// Begins the message of errors.
  String where() {
    return fields.where();
  }

  boolean has(String field) {
    return fields.fields().get(field) != null;
  }

  /// A text that is not empty.
  String text(String field) {
    String text =
        fields.string(field).orElseThrow(() -> fields.wrong(field, "a string that is not empty"));
    if (text.isEmpty()) throw fields.wrong(field, "a string that is not empty");
    return text;
  }

  /// The prompt: the text of `prompt` unchanged, or the dialogue of `messages` in the model's
  /// format.
  Prompt prompt() {
    if (has("prompt") == has("messages"))
      throw new UserError(
          where() + ": must have either prompt (a text) or messages (a dialogue), and not both");
    if (has("prompt")) {
      String text = text("prompt");
      if (Blank.is(text)) throw fields.wrong("prompt", "a text that is not blank");
      return Prompt.PlainText.asItStands(text);
    }
    Dialogue dialogue = dialogue();
    if (!dialogue.awaitsAnswer())
      throw new UserError(
          where() + ": messages end with the assistant's; the last must be the user's");
    return new Prompt.Chat(dialogue);
  }

  /// The dialogue in `messages`.
  Dialogue dialogue() {
    List<Object> messages =
        fields.list("messages").orElseThrow(() -> fields.wrong("messages", "a list"));
    var turns = new ArrayList<Turn>();
    for (int i = 0; i < messages.size(); i++)
      turns.add(turn(messages.get(i), where() + ": message " + (i + 1)));
    if (turns.isEmpty()) throw fields.wrong("messages", "at least one message");
    return new Dialogue(turns);
  }

  @SuppressWarnings("unchecked")
  private static Turn turn(Object message, String where) {
    if (!(message instanceof Map<?, ?> map))
      throw new UserError(where + ": is no object; expected {\"role\": .., \"content\": ..}");
    var fields = new JsonObject(where, (Map<String, Object>) map);
    Speaker speaker =
        switch (fields.string("role").orElse("")) {
          case "system" -> Speaker.SYSTEM;
          case "user" -> Speaker.HUMAN;
          case "assistant" -> Speaker.ASSISTANT;
          default -> throw fields.wrong("role", "system, user or assistant");
        };
    String content = fields.string("content").orElse("");
    if (Blank.is(content)) throw fields.wrong("content", "a text that is not blank");
    return new Turn(speaker, content);
  }
}
