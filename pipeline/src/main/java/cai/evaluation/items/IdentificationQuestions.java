package cai.evaluation.items;

import cai.language.LikelihoodModel;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.Prompt;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import java.util.List;
import java.util.stream.IntStream;

/// Asks a language model which option describes a conversation: the log-probability of each letter
/// after the released text, and again with the options in the reversed order.
///
/// **Source**: Bai et al. 2022, appendix B (zero-shot). **Differs**: both orders are asked.
public final class IdentificationQuestions {
  private final LikelihoodModel model;

  public IdentificationQuestions(LikelihoodModel model) {
    this.model = model;
  }

  /// One choice for each, in order.
  public List<IdentificationChoice> ask(List<IdentificationItem> items) {
    List<Outcome<List<Scored>>> answers =
        Outcome.askEach(items, item -> new Given<>(bothOrders(item)), model::score);
    return IntStream.range(0, items.size())
        .mapToObj(i -> choice(items.get(i), answers.get(i)))
        .toList();
  }

  private static List<Scoring> bothOrders(IdentificationItem item) {
    return List.of(
        request(item, "/as-released", item.question()),
        request(item, "/reversed", item.reversed()));
  }

  private static Scoring request(IdentificationItem item, String order, String question) {
    return new Scoring(item.id() + order, new Prompt.PlainText(question), item.letters());
  }

  private static IdentificationChoice choice(
      IdentificationItem item, Outcome<List<Scored>> outcome) {
    return switch (outcome) {
      case Given<List<Scored>>(List<Scored> answers) -> {
        int longest = Math.max(answers.get(0).promptTokens(), answers.get(1).promptTokens());
        yield IdentificationChoice.of(
            item.id(),
            answers.get(0).logProbabilities(),
            answers.get(1).logProbabilities().reversed(),
            2L * longest);
      }
      case Refused<List<Scored>>(String reason) ->
          IdentificationChoice.unreadable(item.id(), reason);
    };
  }
}
