package cai.critique;

import cai.constitution.CritiquePrinciple;
import cai.dialogue.Dialogue;
import cai.prompts.PromptItem;
import cai.prompts.fewshots.CritiqueShot;
import cai.prompts.fewshots.ResponseShot;
import cai.prompts.fewshots.YesNoShot;
import java.util.List;

/// What the critique stage works on.
///
/// @param redTeam prompts whose responses are criticised and revised
/// @param helpful prompts that are only answered: helpful prompts and look-alikes
/// @param principles at least one
/// @param shots worked examples of critique and revision
/// @param responseShots example exchanges for responses in a transcript
/// @param yesNoShots example questions for the principles' own yes/no questions
public record CritiqueInputs(
    List<PromptItem> redTeam,
    List<PromptItem> helpful,
    List<CritiquePrinciple> principles,
    List<CritiqueShot> shots,
    List<ResponseShot> responseShots,
    List<YesNoShot> yesNoShots) {
  public CritiqueInputs {
    redTeam = List.copyOf(redTeam);
    helpful = List.copyOf(helpful);
    principles = List.copyOf(principles);
    shots = List.copyOf(shots);
    responseShots = List.copyOf(responseShots);
    yesNoShots = List.copyOf(yesNoShots);
    if (principles.isEmpty())
      throw new IllegalArgumentException("critique needs at least one principle");
  }

  /// The example exchanges as answered dialogues.
  List<Dialogue> exchanges() {
    return responseShots.stream().map(ResponseShot::exchange).toList();
  }
}
