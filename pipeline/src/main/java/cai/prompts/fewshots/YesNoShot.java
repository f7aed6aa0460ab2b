package cai.prompts.fewshots;

import cai.language.Answers;
import cai.language.YesNoQuestions;

/// A yes/no question on one response, with the answer.
public record YesNoShot(String id, String human, String response, String question, boolean yes) {
  /// The question as it is shown before others.
  public YesNoQuestions.Example example() {
    return new YesNoQuestions.Example(Answers.example(human, response), question, yes);
  }
}
