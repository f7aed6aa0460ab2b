package cai.constitution;

import cai.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads the two files of principles that the paper's authors released:
/// `CritiqueRevisionInstructions.json` (an object of `prompt` and `edit_request` by key) and
/// `RLMadisonInstructions.json` (a list of questions). The only class that knows their names. Their
/// texts carry the markers of the prompts they were pasted into; these are taken off.
final class PaperPrinciples {
  private final Draft draft;

  PaperPrinciples(Draft draft) {
    this.draft = draft;
  }

  void read(Path file) {
    JsonNode root = Json.readTree(file);
    draft.name(file.getFileName().toString().replaceFirst("\\.json$", ""));
    if (root.isObject()) readRequests(root, file);
    else if (root.isArray()) readQuestions(root, file);
    else draft.problems.add(file.toString(), "is neither of the paper's two files of principles");
  }

  private void readRequests(JsonNode root, Path file) {
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String where = file + " entry '" + entry.getKey() + "'";
      JsonNode value = entry.getValue();
      // `prompt` is a list of one text in the released file.
      JsonNode prompt = value.path("prompt");
      var critique = text(prompt.isArray() ? prompt.path(0) : prompt, "prompt", where);
      var revision = text(value.path("edit_request"), "edit_request", where);
      if (critique.isEmpty() || revision.isEmpty()) continue;
      String critiqueRequest = between(critique.get(), "CritiqueRequest:", "Critique:");
      String revisionRequest = between(revision.get(), "RevisionRequest:", "Revision:");
      if (entry.getKey().isBlank() || critiqueRequest.isEmpty() || revisionRequest.isEmpty())
        draft.problems.add(where, "has an empty key or request; write one");
      else
        draft.add(
            new CritiquePrinciple(
                entry.getKey(), critiqueRequest, revisionRequest, List.of(), List.of(), List.of()),
            where);
    }
  }

  private void readQuestions(JsonNode root, Path file) {
    int number = 0;
    for (JsonNode value : root) {
      String id = "comparison-%02d".formatted(number);
      String where = file + " entry " + number++;
      Optional<String> text = text(value, "a principle", where);
      if (text.isEmpty()) continue;
      String question = between(text.get(), "", "Options:");
      if (question.isEmpty()) draft.problems.add(where, "holds no question; write one");
      else
        draft.add(
            new ComparisonPrinciple(id, Aim.HARMLESSNESS, question, List.of(), List.of()), where);
    }
  }

  private Optional<String> text(JsonNode node, String name, String where) {
    if (node.isString() && !node.stringValue().isBlank()) return Optional.of(node.stringValue());
    draft.problems.add(where, name + " is not a text with words; write one");
    return Optional.empty();
  }

  private static String between(String text, String opening, String closing) {
    String clean = text.strip();
    if (clean.startsWith(opening)) clean = clean.substring(opening.length());
    if (clean.endsWith(closing)) clean = clean.substring(0, clean.length() - closing.length());
    return clean.strip();
  }
}
