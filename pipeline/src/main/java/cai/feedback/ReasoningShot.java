package cai.feedback;

import cai.language.Template;
import java.util.List;

/// A worked chain of thought as text: conversation, `{}` where the principle's question stands, two
/// options, the thought and its answer. The layout is that of the paper's file.
public record ReasoningShot(String id, String text) {
  public ReasoningShot {
    if (!text.contains("{}"))
      throw new IllegalArgumentException("reasoning shot " + id + ": has no {} for the principle");
  }

  /// The project's own examples.
  public static List<ReasoningShot> own() {
    return List.of(own("borrowed-ladder"), own("first-marathon"));
  }

  private static ReasoningShot own(String id) {
    return new ReasoningShot(
        id, Template.resource(ReasoningShot.class, "reasoning-" + id + ".txt").text());
  }

  /// The example under a principle, beginning with one blank line.
  String render(String question) {
    return "\n\n" + text.strip().replace("{}", question);
  }
}
