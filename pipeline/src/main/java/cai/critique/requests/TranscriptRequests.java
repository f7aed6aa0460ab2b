package cai.critique.requests;

import cai.constitution.CritiquePrinciple;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.language.Answers;
import cai.language.Prompt;
import cai.language.Template;
import cai.prompts.fewshots.CritiqueShot;
import java.util.List;
import java.util.Map;

/// Requests in the paper's transcript, worked examples first, so that all requests share one long
/// prefix.
///
/// **Source**: the prompts released with Bai et al. 2022.
final class TranscriptRequests implements CritiqueRequests {
  private static final List<String> STOPS =
      List.of(
          "\n\nCritiqueRequest:",
          "\n\nRevisionRequest:",
          TranscriptFormat.HUMAN,
          TranscriptFormat.ASSISTANT);

  private static final Template SHOT = Template.resource(TranscriptRequests.class, "shot.txt");
  private static final Template DIRECT_SHOT =
      Template.resource(TranscriptRequests.class, "shot-direct.txt");
  private static final Template CRITIQUE =
      Template.resource(TranscriptRequests.class, "critique.txt");
  private static final Template REVISION =
      Template.resource(TranscriptRequests.class, "revision.txt");

  private final String shots;

  TranscriptRequests(List<CritiqueShot> shots, boolean withCritique) {
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

  @Override
  public Prompt critique(Dialogue answered, CritiquePrinciple principle) {
    return prompt(asked(answered, principle));
  }

  private String asked(Dialogue answered, CritiquePrinciple principle) {
    return CRITIQUE.fill(
        Map.of(
            "shots",
            shots,
            "dialogue",
            TranscriptFormat.render(answered, false),
            "critique-request",
            principle.critiqueRequest()));
  }

  /// The critique begins with a space.
  @Override
  public Prompt revision(Dialogue answered, String critique, CritiquePrinciple principle) {
    return prompt(revision(asked(answered, principle) + " " + critique, principle));
  }

  @Override
  public Prompt directRevision(Dialogue answered, CritiquePrinciple principle) {
    return prompt(revision(shots + TranscriptFormat.render(answered, false), principle));
  }

  private static String revision(String conversation, CritiquePrinciple principle) {
    return REVISION.fill(
        Map.of("conversation", conversation, "revision-request", principle.revisionRequest()));
  }

  private Prompt prompt(String text) {
    return new Prompt.PlainText(text, shots.length());
  }

  @Override
  public String opening(String leadIn) {
    return " " + leadIn;
  }

  @Override
  public List<String> stops() {
    return STOPS;
  }

  @Override
  public String shown() {
    return shots;
  }

  @Override
  public String critiqueRequest(CritiquePrinciple principle) {
    return CRITIQUE.fill(
        Map.of("shots", "", "dialogue", "", "critique-request", principle.critiqueRequest()));
  }

  @Override
  public String revisionRequest(CritiquePrinciple principle) {
    return revision("", principle);
  }
}
