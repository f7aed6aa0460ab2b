package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.language.Answers;
import cai.language.Template;
import cai.prompts.fewshots.CritiqueShot;
import java.util.List;
import java.util.Map;

/// The texts that ask for critiques and revisions: the paper's transcript, worked examples first,
/// so that all requests share one long prefix. A request for revision continues the text of the
/// critique, so that an engine reads the conversation once.
///
/// **Source**: the prompts released with Bai et al. 2022.
final class CritiquePrompts {
  /// Before these a critique or a revision ends.
  static final List<String> STOPS =
      List.of(
          "\n\nCritiqueRequest:",
          "\n\nRevisionRequest:",
          TranscriptFormat.HUMAN,
          TranscriptFormat.ASSISTANT);

  private static final Template SHOT = Template.resource(CritiquePrompts.class, "shot.txt");
  private static final Template DIRECT_SHOT =
      Template.resource(CritiquePrompts.class, "shot-direct.txt");
  private static final Template CRITIQUE = Template.resource(CritiquePrompts.class, "critique.txt");
  private static final Template REVISION = Template.resource(CritiquePrompts.class, "revision.txt");

  private final String shots;

  /// The shots are shown without their critiques where no critique is asked for.
  CritiquePrompts(List<CritiqueShot> shots, boolean withCritique) {
    var text = new StringBuilder();
    for (CritiqueShot shot : shots)
      text.append((withCritique ? SHOT : DIRECT_SHOT).fill(values(shot)));
    this.shots = text.toString();
  }

  private static Map<String, String> values(CritiqueShot shot) {
    return Map.of(
        "dialogue",
        TranscriptFormat.render(Answers.example(shot.human(), shot.response()), false),
        "critique-request",
        shot.critiqueRequest(),
        "critique",
        shot.critique(),
        "revision-request",
        shot.revisionRequest(),
        "revision",
        shot.revision());
  }

  /// What all texts begin with: the examples.
  String shots() {
    return shots;
  }

  /// Characters of what all texts begin with.
  int shared() {
    return shots.length();
  }

  /// The text after a conversation that asks for a critique.
  static String critiqueRequest(CritiquePrinciple principle) {
    return CRITIQUE.fill(
        Map.of("shots", "", "dialogue", "", "critique-request", principle.critiqueRequest()));
  }

  /// The text after a critique that asks for a revision.
  static String revisionRequest(CritiquePrinciple principle) {
    return revision("", principle);
  }

  /// Asks for a critique of the last answer; the critique begins with a space.
  String critique(Dialogue answered, CritiquePrinciple principle) {
    return CRITIQUE.fill(
        Map.of(
            "shots",
            shots,
            "dialogue",
            TranscriptFormat.render(answered, false),
            "critique-request",
            principle.critiqueRequest()));
  }

  /// Asks for a revision after a critique.
  String revision(String critiquePrompt, String critique, CritiquePrinciple principle) {
    return revision(critiquePrompt + " " + critique, principle);
  }

  /// Asks for a revision without a critique.
  String directRevision(Dialogue answered, CritiquePrinciple principle) {
    return revision(shots + TranscriptFormat.render(answered, false), principle);
  }

  private static String revision(String conversation, CritiquePrinciple principle) {
    return REVISION.fill(
        Map.of("conversation", conversation, "revision-request", principle.revisionRequest()));
  }
}
