package cai.declines;

import cai.json.Json;
import cai.language.Template;
import java.util.ArrayList;
import java.util.List;

/// An answer with what a person says of it who read it before any phrase was looked for: one line
/// of the resource `labelled-answers.jsonl`. The answers and revisions are those of the default
/// model and of models trained from it, drawn by seed in equal shares by model and kind of prompt.
///
/// @param from model and aim of the prompt, or the kind of revision
/// @param label what the reader says of the text
/// @param fittingReason whether a text that declines gives a reason that fits the request
/// @param measures whether it belongs to the half that measures the phrases; the other half is for
///   mending them. All answers to one prompt are in the same half
public record LabelledAnswer(
    String format,
    String id,
    String from,
    String prompt,
    String text,
    Stance label,
    boolean fittingReason,
    boolean measures) {
  /// Format and version of the lines.
  static final String FORMAT = "labelled-answer/1";

  private static final String FILE = "labelled-answers.jsonl";

  /// All labelled answers, of both halves.
  public static List<LabelledAnswer> all() {
    List<String> lines = Template.resource(LabelledAnswer.class, FILE).text().lines().toList();
    var answers = new ArrayList<LabelledAnswer>();
    for (int i = 0; i < lines.size(); i++)
      answers.add(Json.parse(lines.get(i), LabelledAnswer.class, FILE + ":" + (i + 1)));
    return List.copyOf(answers);
  }
}
