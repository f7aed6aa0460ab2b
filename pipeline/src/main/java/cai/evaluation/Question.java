package cai.evaluation;

import cai.constitution.Aim;
import cai.critique.RevisionChain;
import cai.dialogue.Dialogue;
import cai.prompts.PromptItem;
import cai.prompts.PromptItem.PromptGroup;
import java.util.ArrayList;
import java.util.List;

/// A prompt and a sample number: every model gives one answer for it.
///
/// @param id of the prompt
/// @param conversation of the prompt
/// @param sample number of the answer to this prompt, from 1
/// @param heldOut whether the answer counts; else it is only shown
record Question(
    String id,
    String conversation,
    PromptGroup group,
    String kind,
    Dialogue prompt,
    int sample,
    boolean heldOut) {

  /// The held-out prompts, each as often as it is sampled, then the examples.
  static List<Question> all(EvaluationInputs inputs, int samples) {
    var questions = new ArrayList<Question>();
    for (PromptItem item : inputs.heldOut())
      for (int sample = 1; sample <= samples; sample++)
        questions.add(
            new Question(
                item.id(),
                item.conversation(),
                item.group(),
                item.kind(),
                item.prompt(),
                sample,
                true));
    for (RevisionChain chain : inputs.examples())
      questions.add(
          new Question(
              chain.id(),
              chain.conversation(),
              PromptGroup.RED_TEAM,
              chain.kind(),
              chain.prompt(),
              1,
              false));
    return List.copyOf(questions);
  }

  Aim aim() {
    return group.aim();
  }

  /// The name that determines the random numbers: the same for every model, so that equal models
  /// give equal answers.
  String samplingId() {
    return id + "/evaluation/" + sample;
  }
}
