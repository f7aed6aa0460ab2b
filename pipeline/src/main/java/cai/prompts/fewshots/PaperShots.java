package cai.prompts.fewshots;

import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.errors.UserError;
import cai.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads the worked examples that the paper's authors released:
/// `CritiqueRevisionFewShotPrompts.json` (texts), `RLMadisonFewShotPrompts.json` (pairs) and
/// `RLMadisonPrecogFewShotPrompts.json` (chains of thought). The only class that knows their names
/// and quirks: most texts end with a dangling `Human:`, and some lack leading blank lines.
final class PaperShots {
  private static final Pattern CRITIQUE =
      Pattern.compile(
          "(?s)(.*?)\\n\\nCritiqueRequest:(.*?)\\n\\nCritique:(.*?)\\n\\nRevisionRequest:(.*?)"
              + "\\n\\nRevision:(.*?)(?:\\n\\nHuman:\\s*)?");
  private static final Pattern REASONING =
      Pattern.compile(
          "(?s)\\s*Human: [^\\n]*conversation between a human[^\\n]*\\n\\n(.*?)\\n\\n\\{\\}\\n"
              + " \\(A\\) \\[\\[\\[(.*?)\\]\\]\\]\\n"
              + " \\(B\\) \\[\\[\\[(.*?)\\]\\]\\]\\n\\nAssistant: Let's think step by"
              + " step:(.*?)\\n\\nHuman:\\s*So the answer is: \\(([AB])\\)?\\s*");

  private PaperShots() {}

  static List<CritiqueShot> critiques(Path file) {
    var shots = new ArrayList<CritiqueShot>();
    for (JsonNode entry : entries(file)) {
      String where = where(file, shots.size());
      Matcher parts = CRITIQUE.matcher(text(entry, where));
      if (!parts.matches())
        throw new UserError(
            where
                + ": is not a dialogue with CritiqueRequest, Critique, RevisionRequest, Revision");
      Dialogue dialogue = TranscriptFormat.parse(parts.group(1), where);
      if (dialogue.turns().size() < 2 || dialogue.awaitsAnswer())
        throw new UserError(where + ": the dialogue does not end with the assistant's response");
      shots.add(
          new CritiqueShot(
              "paper-critique-" + shots.size(),
              human(dialogue),
              dialogue.last().text(),
              parts.group(2).strip(),
              parts.group(3).strip(),
              parts.group(4).strip(),
              parts.group(5).strip()));
    }
    return List.copyOf(shots);
  }

  static List<FeedbackShot> feedback(Path file) {
    var shots = new ArrayList<FeedbackShot>();
    for (JsonNode entry : entries(file)) {
      String where = where(file, shots.size());
      Dialogue dialogue = TranscriptFormat.parse(text(entry.path("prompt"), where), where);
      // The empty answer stands for the one that the transcript of the prompt leaves open.
      shots.add(
          new FeedbackShot(
              "paper-feedback-" + shots.size(),
              human(dialogue.answered("")),
              text(entry.path("corrects").path(0), where),
              text(entry.path("incorrects").path(0), where)));
    }
    return List.copyOf(shots);
  }

  static List<ReasoningShot> reasoning(Path file) {
    var shots = new ArrayList<ReasoningShot>();
    for (JsonNode entry : entries(file)) {
      String where = where(file, shots.size());
      Matcher parts = REASONING.matcher(text(entry.path("prompt"), where));
      if (!parts.matches())
        throw new UserError(where + ": is not a chain of thought with two options and an answer");
      shots.add(
          new ReasoningShot(
              "paper-reasoning-" + shots.size(),
              parts.group(1).strip(),
              parts.group(2),
              parts.group(3),
              parts.group(4).strip(),
              parts.group(5).equals("A")));
    }
    return List.copyOf(shots);
  }

  /// All but the last turn as text, without the first marker.
  private static String human(Dialogue dialogue) {
    var before = new Dialogue(dialogue.turns().subList(0, dialogue.turns().size() - 1));
    String text = TranscriptFormat.render(before, false).strip();
    return text.startsWith("Human:") ? text.substring("Human:".length()).strip() : text;
  }

  private static JsonNode entries(Path file) {
    JsonNode root = Json.readTree(file);
    if (!root.isArray() || root.isEmpty())
      throw new UserError(
          file + ": is not a list of examples as the paper's authors released them");
    return root;
  }

  private static String text(JsonNode node, String where) {
    if (!node.isString() || node.stringValue().isBlank())
      throw new UserError(where + ": a text is missing or empty");
    return node.stringValue();
  }

  private static String where(Path file, int entry) {
    return file + " entry " + entry;
  }
}
