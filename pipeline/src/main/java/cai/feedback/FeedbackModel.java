package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.language.LanguageModel;
import cai.language.Outcome;
import cai.language.YesNoQuestions;
import cai.prompts.fewshots.YesNoShot;
import cai.run.Seeds;
import java.util.List;

/// A language model asked which of two answers agrees better with a principle.
public sealed interface FeedbackModel permits MultipleChoice, YesNoBalanced, ChainOfThought {
  /// Feedback on each pair, in order; results do not depend on which pairs share a call.
  List<Outcome<PairFeedback>> compare(List<PairQuestion> pairs);

  /// What is shown before every question on a pair under this aim.
  Object shown(Aim aim);

  /// The feedback model of a recipe's method.
  ///
  /// @param principles from which the principles of the worked examples are drawn
  static FeedbackModel of(
      LanguageModel model,
      FeedbackSettings settings,
      FeedbackExamples examples,
      List<ComparisonPrinciple> principles,
      Seeds seeds) {
    return switch (settings.method()) {
      case MULTIPLE_CHOICE ->
          new MultipleChoice(
              model.likelihoods(), examples.pairs(settings.shots()), principles, seeds);
      case YES_NO_BALANCED -> yesNo(model, settings.yesNoForm(), examples);
      case CHAIN_OF_THOUGHT ->
          new ChainOfThought(
              model, settings, examples.reasoning(settings.shots()), principles, seeds);
    };
  }

  /// The yes/no method by itself, which also scores single responses.
  static YesNoBalanced yesNo(LanguageModel model, YesNoForm form, FeedbackExamples examples) {
    List<YesNoShot> own = examples.yesNo(form.shots());
    return new YesNoBalanced(
        new YesNoQuestions(
            model.choices(),
            form.format(model.format()),
            own.stream().map(YesNoShot::example).toList()),
        own);
  }
}
