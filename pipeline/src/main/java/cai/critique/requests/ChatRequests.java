package cai.critique.requests;

import cai.constitution.CritiquePrinciple;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.language.Prompt;
import cai.prompts.fewshots.CritiqueShot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Requests as turns of the conversation in the model's own chat format: the human asks for a
/// critique of the answer, the assistant gives it, the human asks for a revision. Worked examples
/// are earlier turns of the same kind.
final class ChatRequests implements CritiqueRequests {
  private final List<Turn> examples;

  ChatRequests(List<CritiqueShot> shots, boolean withCritique) {
    var turns = new ArrayList<Turn>();
    for (CritiqueShot shot : shots) {
      turns.addAll(
          TranscriptFormat.parse(TranscriptFormat.HUMAN + shot.human(), shot.id()).turns());
      turns.add(assistant(shot.response()));
      if (withCritique) {
        turns.add(human(shot.critiqueRequest()));
        turns.add(assistant(shot.critique()));
      }
      turns.add(human(shot.revisionRequest()));
      turns.add(assistant(shot.revision()));
    }
    examples = List.copyOf(turns);
  }

  private static Turn human(String text) {
    return new Turn(Speaker.HUMAN, text);
  }

  private static Turn assistant(String text) {
    return new Turn(Speaker.ASSISTANT, text);
  }

  @Override
  public Prompt critique(Dialogue answered, CritiquePrinciple principle) {
    return afterExamples(answered.with(human(principle.critiqueRequest())));
  }

  @Override
  public Prompt revision(Dialogue answered, String critique, CritiquePrinciple principle) {
    return afterExamples(
        answered
            .with(human(principle.critiqueRequest()))
            .with(assistant(critique))
            .with(human(principle.revisionRequest())));
  }

  @Override
  public Prompt directRevision(Dialogue answered, CritiquePrinciple principle) {
    return afterExamples(answered.with(human(principle.revisionRequest())));
  }

  /// System turns of the dialogue stay at the beginning, the only place where templates take them.
  private Prompt afterExamples(Dialogue asked) {
    List<Turn> own = asked.turns();
    int system = 0;
    while (own.get(system).speaker() == Speaker.SYSTEM) system++;
    var turns = new ArrayList<>(own.subList(0, system));
    turns.addAll(examples);
    turns.addAll(own.subList(system, own.size()));
    return new Prompt.Chat(new Dialogue(turns), examples.isEmpty() ? 0 : system + examples.size());
  }

  /// The chat format itself writes what stands before the assistant's words.
  @Override
  public String opening(String leadIn) {
    return leadIn;
  }

  @Override
  public List<String> stops() {
    return List.of(TranscriptFormat.HUMAN, TranscriptFormat.ASSISTANT);
  }

  @Override
  public String shown() {
    return examples.stream().map(Turn::text).collect(Collectors.joining("\n"));
  }

  @Override
  public String critiqueRequest(CritiquePrinciple principle) {
    return principle.critiqueRequest();
  }

  @Override
  public String revisionRequest(CritiquePrinciple principle) {
    return principle.revisionRequest();
  }
}
