package cai.bench;

import cai.bench.Workload.Judged;
import cai.language.local.TokenModel;
import cai.language.local.TokenModel.Asked;
import java.util.ArrayList;
import java.util.List;

/// The likelihoods of two answers, behind each prompt or behind each question about it. The speed
/// counts the tokens that have to be read, what is shared once.
final class Judging implements Work {
  private final Generator generator;
  private final List<Judged> items;
  private final boolean asked;

  /// @param asked whether the answers are those to the questions
  Judging(Subject subject, boolean asked) {
    generator = Generator.of(subject);
    items = subject.workload().judging();
    this.asked = asked;
  }

  @Override
  public Pass pass() {
    List<Asked> prompts =
        items.stream().map(item -> new Asked(item.prompt(), Workload.JUDGING_SHOTS)).toList();
    List<List<int[]>> continuations = items.stream().map(this::continuations).toList();
    try (TokenModel model = generator.tokenModel(items.size())) {
      Clock clock = Clock.start();
      model.score(prompts, continuations);
      return new Pass(tokens(), clock.seconds(), cost());
    }
  }

  private List<int[]> continuations(Judged item) {
    if (!asked) return item.answers();
    var all = new ArrayList<int[]>();
    for (int[] question : item.questions())
      for (int[] answer : item.answers()) all.add(WorkloadText.joined(question, answer));
    return all;
  }

  private long tokens() {
    long tokens = Workload.JUDGING_SHOTS;
    for (Judged item : items) {
      tokens += item.prompt().length - Workload.JUDGING_SHOTS;
      tokens += length(asked ? item.questions() : List.of());
      tokens += (asked ? item.questions().size() : 1) * length(item.answers());
    }
    return tokens;
  }

  private static long length(List<int[]> parts) {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  private Cost cost() {
    ModelCost cost = generator.subject().cost();
    int shared = Workload.JUDGING_SHOTS;
    int layers = cost.config().layers();
    int[] own = items.stream().mapToInt(item -> item.prompt().length - shared).toArray();
    Cost all = cost.prompts(shared, own);
    for (Judged item : items) {
      long before = item.prompt().length;
      Reach reach = new Reach(0, 0);
      long rows = 0;
      for (int[] question : asked ? item.questions() : List.of(new int[0])) {
        reach = reach.plus(Reach.of(question.length, before));
        if (asked) rows++;
        for (int[] answer : item.answers()) {
          // An answer's last token is only predicted, not read.
          reach = reach.plus(Reach.of(answer.length - 1, before + question.length));
          rows += answer.length - 1;
        }
      }
      all = all.plus(new Cost(cost.forward(reach, layers) + cost.head(rows), 0));
    }
    return all;
  }

  @Override
  public void close() {
    generator.close();
  }
}
