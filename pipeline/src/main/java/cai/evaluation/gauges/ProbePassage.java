package cai.evaluation.gauges;

import cai.errors.UserError;
import cai.language.Template;
import java.util.ArrayList;
import java.util.List;

/// A piece of plain text that has nothing to do with what is trained: of the resource
/// `passages.txt`, written for this project (encyclopaedic, narrative, code, instructions,
/// dialogue).
///
/// @param opening its first line, which is given
/// @param rest what a model is asked the likelihood of
public record ProbePassage(String id, String opening, String rest) {
  private static final String MARK = "=== ";

  /// All passages.
  public static List<ProbePassage> all() {
    return of(Template.resource(ProbePassage.class, "passages.txt").text());
  }

  /// Passages of a text in which each begins with a line of `===` and its id.
  static List<ProbePassage> of(String text) {
    var passages = new ArrayList<ProbePassage>();
    for (String part : text.split("(?m)^" + MARK)) {
      if (part.isBlank()) continue;
      String[] lines = part.split("\n", 3);
      if (lines.length < 3 || lines[2].isBlank())
        throw new UserError(
            "a passage has an id, an opening and a rest, this one has not: " + part.strip());
      passages.add(new ProbePassage(lines[0].strip(), lines[1] + "\n", lines[2].stripTrailing()));
    }
    return List.copyOf(passages);
  }
}
