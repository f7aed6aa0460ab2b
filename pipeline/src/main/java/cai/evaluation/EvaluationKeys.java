package cai.evaluation;

import cai.dialogue.Dialogue;
import cai.evaluation.Judge.JudgedAnswer;
import cai.evaluation.gauges.AnswerReadings.ReadAnswer;
import cai.language.LanguageModel;
import cai.run.items.ItemKeys;
import java.util.List;
import java.util.Map;

/// What the results of the stage's items depend on: an answer on one model, a judgement on the
/// answer and the principles drawn for its prompt.
record EvaluationKeys(EvaluationSettings settings, EvaluationInputs inputs) {
  /// Keys of the answers of a model.
  ItemKeys<Question> answers(LanguageModel model) {
    var sampling =
        ItemKeys.but(
            settings,
            "samples",
            "judge",
            "judgePrinciples",
            "likelihoods",
            "revisionChains",
            "hhh",
            "identification",
            "humanComparisons",
            "mostHumanComparisons",
            "batchSize");
    return new ItemKeys<>(
        List.of(model.identity(), sampling),
        one -> List.of(one.samplingId(), one.id(), one.sample(), one.prompt()));
  }

  /// Keys of choices in multiple-choice items.
  <T> ItemKeys<T> choices(LanguageModel model) {
    return new ItemKeys<>(model.identity(), item -> item);
  }

  /// Keys of the readings of answers by one model.
  ItemKeys<ReadAnswer> readings(LanguageModel model) {
    return new ItemKeys<>(model.identity(), one -> List.of(one.id(), one.answered()));
  }

  ItemKeys<JudgedAnswer> judgements(Judge judge, LanguageModel feedbackModel) {
    var judging = inputs.judging();
    return new ItemKeys<>(
        List.of(feedbackModel.identity(), judging.form(), judging.examples().yesNo()),
        one -> List.of(one.id(), one.answered(), judge.drawn(one.question())));
  }

  /// Keys of the preference model's scores, which are made in seconds and never taken over.
  ///
  /// @param named the dialogues with their names
  ItemKeys<Dialogue> scores(Map<Dialogue, String> named) {
    return ItemKeys.ofStage(dialogue -> List.of(named.get(dialogue), dialogue));
  }
}
