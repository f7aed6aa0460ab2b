package cai.evaluation.items;

import cai.language.ContextBudget;
import cai.language.ContextBudget.Room;
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
public final class IdentificationQuestions {

  private final LanguageModel model;
  private final ContextBudget budget;

  public IdentificationQuestions(LanguageModel model) {
    this.model = model;
    this.budget = new ContextBudget(model);
  }

  /// One choice for each, in order.
  public List<IdentificationChoice> ask(List<IdentificationItem> items) {
    var requests = new ArrayList<Scoring>();
    var refusals = new ArrayList<String>();
    for (IdentificationItem item : items) {
      Scoring asReleased = request(item, "/as-released", item.question());
      Scoring reversed = request(item, "/reversed", item.reversed());
      Room room = budget.room(asReleased);
      refusals.add(room.fits() ? budget.room(reversed).refusal() : room.refusal());
      if (refusals.getLast().isEmpty()) requests.addAll(List.of(asReleased, reversed));
    }
    var scored = (requests.isEmpty() ? List.<Scored>of() : model.score(requests)).iterator();
    var choices = new ArrayList<IdentificationChoice>();
    for (int i = 0; i < items.size(); i++)
      choices.add(
          refusals.get(i).isEmpty()
              ? read(items.get(i), scored)
              : IdentificationChoice.unreadable(items.get(i).id(), refusals.get(i)));
    return choices;
  }

  private static Scoring request(IdentificationItem item, String order, String question) {
    return new Scoring(item.id() + order, new Prompt.Text(question), item.letters());
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
