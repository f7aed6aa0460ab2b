package cai.evaluation;

import cai.language.ContextBudget;
import cai.language.LanguageModel;
import cai.language.Prompt;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Asks a language model which option describes a conversation: the log-probability of each letter
/// after the released text, and again with the options in the reversed order.
///
/// **Source**: Bai et al. 2022, appendix B (zero-shot). **Differs**: both orders are asked.
final class IdentificationQuestions {
  private static final int ANSWER_TOKENS = 8;

  private final LanguageModel model;
  private final ContextBudget budget;

  IdentificationQuestions(LanguageModel model) {
    this.model = model;
    this.budget = new ContextBudget(model);
  }

  /// One choice for each, in order.
  List<IdentificationChoice> ask(List<IdentificationItem> items) {
    var requests = new ArrayList<Scoring>();
    for (IdentificationItem item : items)
      if (fits(item)) {
        requests.add(request(item, "/as-released", item.question()));
        requests.add(request(item, "/reversed", item.reversed()));
      }
    var scored = (requests.isEmpty() ? List.<Scored>of() : model.score(requests)).iterator();
    var choices = new ArrayList<IdentificationChoice>();
    for (IdentificationItem item : items)
      choices.add(
          fits(item)
              ? read(item, scored)
              : IdentificationChoice.unreadable(
                  item.id(), budget.refusal(longest(item), ANSWER_TOKENS)));
    return choices;
  }

  private static Scoring request(IdentificationItem item, String order, String question) {
    return new Scoring(item.id() + order, new Prompt.Text(question), item.letters());
  }

  private boolean fits(IdentificationItem item) {
    return budget.fits(longest(item), ANSWER_TOKENS);
  }

  private int longest(IdentificationItem item) {
    return Math.max(model.countTokens(item.question()), model.countTokens(item.reversed()));
  }

  private IdentificationChoice read(IdentificationItem item, Iterator<Scored> scored) {
    List<Double> asReleased = scored.next().logProbabilities();
    List<Double> reversed = scored.next().logProbabilities().reversed();
    return IdentificationChoice.of(item.id(), asReleased, reversed, 2L * longest(item));
  }
}
