package cai.evaluation;

import cai.evaluation.Judge.Judged;
import cai.run.ItemKeys;
import java.util.List;

/// What the results of the stage's items depend on: an answer on one model, a judgement on the
/// answer and the principles drawn for its prompt.
record EvaluationKeys(EvaluationSettings settings, EvaluationInputs inputs) {
  private static final String DIALOGUE = "model.dialogue";

  /// @param model see {@link Answer#model}
  ItemKeys<Question> answers(String model) {
    var sampling =
        ItemKeys.but(
            settings,
            "samples",
            "judge",
            "judgePrinciples",
            "revisionChains",
            "hhh",
            "identification",
            "batchSize");
    return new ItemKeys<>(
        List.of(part(model), DIALOGUE),
        sampling,
        one -> List.of(one.samplingId(), one.id(), one.sample(), one.prompt()));
  }

  /// Keys of choices in multiple-choice items.
  <T> ItemKeys<T> choices(String model) {
    return new ItemKeys<>(List.of(part(model), DIALOGUE), List.of(), item -> item);
  }

  ItemKeys<Judged> judgements(Judge judge) {
    var judging = inputs.judging();
    return new ItemKeys<>(
        List.of("feedback model", "feedback.yes-no-format", "feedback.shots", DIALOGUE),
        judging.examples().yesNo(),
        one -> List.of(one.id(), one.answered(), judge.drawn(one.question())));
  }

  /// The part of the stage's key that stands for a model.
  private static String part(String model) {
    return switch (model) {
      case Answer.INITIAL -> "model";
      case Answer.SL_CAI -> "finetuning/sl-cai";
      case Answer.RL_CAI -> "reinforcement/rl-cai";
      default -> throw new IllegalArgumentException("no model is called " + model);
    };
  }
}
