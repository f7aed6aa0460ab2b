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

/// Asks a language model which of two answers is the better one: the log-probabilities of both
/// letters after the released text, and again with the options exchanged.
///
/// **Source**: Bai et al. 2022, section 2 (zero-shot). **Differs**: both orders are asked.
public final class HhhQuestions {
  private static final List<String> LETTERS = List.of(" (A)", " (B)");

  private final LanguageModel model;
  private final ContextBudget budget;

  public HhhQuestions(LanguageModel model) {
    this.model = model;
    this.budget = new ContextBudget(model);
  }

  /// One choice for each, in order.
  public List<HhhChoice> ask(List<HhhItem> items) {
    var requests = new ArrayList<Scoring>();
    var refusals = new ArrayList<String>();
    for (HhhItem item : items) {
      Scoring asReleased = request(item.id() + "/as-released", item.question());
      Scoring swapped = request(item.id() + "/swapped", item.swapped());
      Room room = budget.room(asReleased);
      refusals.add(room.fits() ? budget.room(swapped).refusal() : room.refusal());
      if (refusals.getLast().isEmpty()) requests.addAll(List.of(asReleased, swapped));
    }
    var scored = (requests.isEmpty() ? List.<Scored>of() : model.score(requests)).iterator();
    var choices = new ArrayList<HhhChoice>();
    for (int i = 0; i < items.size(); i++)
      choices.add(
          refusals.get(i).isEmpty()
              ? read(items.get(i), scored)
              : HhhChoice.unreadable(items.get(i).id(), refusals.get(i)));
    return choices;
  }

  private static Scoring request(String id, String question) {
    return new Scoring(id, new Prompt.Text(question), LETTERS);
  }

  private int tokens(HhhItem item) {
    return model.countTokens(item.question());
  }

  private HhhChoice read(HhhItem item, Iterator<Scored> scored) {
    double asReleased = logOddsOfA(scored.next());
    double swapped = -logOddsOfA(scored.next());
    double sign = item.firstIsBetter() ? 1 : -1;
    return HhhChoice.of(item.id(), sign * asReleased, sign * swapped, 2L * tokens(item));
  }

  private static double logOddsOfA(Scored scored) {
    return scored.logProbabilities().get(0) - scored.logProbabilities().get(1);
  }
}
