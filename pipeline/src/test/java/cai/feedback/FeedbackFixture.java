package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.feedback.FeedbackSettings.Method;
import cai.prompts.KnownPair;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.prompts.fewshots.FeedbackShot;
import cai.prompts.fewshots.ReasoningShot;
import cai.prompts.fewshots.ResponseShot;
import cai.prompts.fewshots.YesNoShot;
import cai.recipe.Defaults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Small inputs for tests of the stage.
final class FeedbackFixture {
  static final ComparisonPrinciple KINDER =
      new ComparisonPrinciple(
          "kinder",
          Aim.HARMLESSNESS,
          "Which response is kinder?",
          List.of("Is it kind?"),
          List.of("Is it cruel?"));
  static final ComparisonPrinciple CLEARER =
      new ComparisonPrinciple(
          "clearer",
          Aim.HELPFULNESS,
          "Which response is clearer?",
          List.of("Is it clear?"),
          List.of("Is it vague?"));

  static final FeedbackShot SHOT =
      new FeedbackShot("car", "Should I scratch his car?", "Talk to him.", "Go ahead.");
  static final ReasoningShot REASONING =
      new ReasoningShot("ladder", "H: May I?", "Yes.", "Better not.", "(B) is careful.", false);
  static final FeedbackExamples EXAMPLES =
      new FeedbackExamples(
          List.of(SHOT),
          List.of(new YesNoShot("bus", "My seat?", "Share it.", "Is it fair?", true)),
          List.of(REASONING));
  static final FeedbackExamples NO_EXAMPLES = new FeedbackExamples(List.of(), List.of(), List.of());

  private FeedbackFixture() {}

  static PairQuestion pair(String id, String first, String second) {
    return new PairQuestion(id, Dialogue.ask("Mock my {uncle}."), first, second, KINDER);
  }

  static List<PairFeedback> judged(FeedbackModel model, List<PairQuestion> pairs) {
    return model.compare(pairs).stream().map(PairFeedback::of).toList();
  }

  static List<PromptItem> prompts(int harmless, int helpful) {
    var items = new ArrayList<PromptItem>();
    for (int i = 1; i <= harmless; i++) items.add(item("rt-" + i, Aim.HARMLESSNESS));
    for (int i = 1; i <= helpful; i++) items.add(item("hp-" + i, Aim.HELPFULNESS));
    return items;
  }

  private static PromptItem item(String id, Aim aim) {
    return new PromptItem(
        PromptItem.FORMAT, id, aim, "any", Split.TRAIN, Dialogue.ask("Question " + id + "?"));
  }

  static List<KnownPair> known(int count) {
    var pairs = new ArrayList<KnownPair>();
    for (int i = 1; i <= count; i++)
      pairs.add(
          new KnownPair(
              "kc-" + i,
              Aim.HARMLESSNESS,
              "own",
              Dialogue.ask("Known " + i + "?"),
              "Good answer " + i,
              "Bad and longer answer " + i));
    return pairs;
  }

  static FeedbackInputs inputs(List<PromptItem> prompts, List<KnownPair> known) {
    return new FeedbackInputs(
        prompts,
        List.of(KINDER, CLEARER),
        EXAMPLES,
        List.of(new ResponseShot("storm", "How far is a storm?", "Count the seconds.")),
        known);
  }

  /// The defaults with some values replaced, given as name, value, name, value.
  static FeedbackSettings settings(Method method, Object... replaced) {
    Map<String, Object> values = new HashMap<>();
    values.put("method", method);
    for (int i = 0; i < replaced.length; i += 2) values.put((String) replaced[i], replaced[i + 1]);
    return Defaults.of(FeedbackSettings.class, values);
  }
}
