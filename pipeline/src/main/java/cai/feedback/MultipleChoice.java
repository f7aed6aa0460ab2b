package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.language.LikelihoodModel;
import cai.language.Outcome;
import cai.language.Prompt;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import cai.language.Template;
import cai.prompts.fewshots.FeedbackShot;
import cai.run.Seeds;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The paper's question with the options (A) and (B): the log-probabilities of both letters,
/// renormalised, are the label.
///
/// **Source**: Bai et al. 2022, section 4.1 and the released prompts. **Differs**: every pair is
/// asked in both orders and the log-odds are averaged, which takes out a preference for a letter;
/// the worked examples' principles and sides are drawn once a run, so that all questions of an aim
/// share their prefix.
final class MultipleChoice implements FeedbackModel {
  private static final Template QUESTION =
      Template.resource(MultipleChoice.class, "multiple-choice.txt");
  private static final List<String> LETTERS = List.of(" (A)", " (B)");

  private final LikelihoodModel model;
  private final Map<Aim, String> shots = new EnumMap<>(Aim.class);

  MultipleChoice(
      LikelihoodModel model,
      List<FeedbackShot> shots,
      List<ComparisonPrinciple> principles,
      Seeds seeds) {
    this.model = model;
    for (Aim aim : Aim.values())
      this.shots.put(
          aim,
          shown(shots, Questions.of(aim, principles), seeds.generator("feedback", "shots/" + aim)));
  }

  /// The worked examples that are shown under an aim.
  ///
  /// @param own principles of the aim
  static String shown(
      List<FeedbackShot> shots, List<ComparisonPrinciple> own, RandomGenerator random) {
    var text = new StringBuilder();
    if (!own.isEmpty())
      for (FeedbackShot shot : shots)
        text.append(example(shot, Questions.draw(own, random), random.nextBoolean()));
    return text.toString();
  }

  private static String example(
      FeedbackShot shot, ComparisonPrinciple principle, boolean betterFirst) {
    Dialogue prompt = Dialogue.ask(shot.human());
    return betterFirst
        ? question(prompt, principle, shot.better(), shot.worse()) + LETTERS.get(0)
        : question(prompt, principle, shot.worse(), shot.better()) + LETTERS.get(1);
  }

  private static String question(
      Dialogue prompt, ComparisonPrinciple principle, String first, String second) {
    return question(TranscriptFormat.render(prompt, false), principle, first, second);
  }

  /// What is asked, without the conversation and the answers.
  static String asked(ComparisonPrinciple principle) {
    return question("", principle, "", "");
  }

  private static String question(
      String conversation, ComparisonPrinciple principle, String first, String second) {
    return QUESTION.fill(
        Map.of(
            "dialogue",
            conversation,
            "question",
            Questions.text(principle),
            "first",
            first,
            "second",
            second));
  }

  @Override
  public Object shown(Aim aim) {
    return shots.get(aim);
  }

  @Override
  public List<Outcome<PairFeedback>> compare(List<PairQuestion> pairs) {
    return Outcome.askEach(
            pairs, pair -> Outcome.unless(pair.flaw(), bothOrders(pair)), model::score)
        .stream()
        .map(outcome -> outcome.map(MultipleChoice::read))
        .toList();
  }

  private List<Scoring> bothOrders(PairQuestion pair) {
    return List.of(
        request(pair, "/in-order", pair.first(), pair.second()),
        request(pair, "/swapped", pair.second(), pair.first()));
  }

  private Scoring request(PairQuestion pair, String order, String first, String second) {
    String examples = shots.get(pair.principle().aim());
    String text = examples + question(pair.prompt(), pair.principle(), first, second);
    return new Scoring(pair.id() + order, new Prompt.PlainText(text, examples.length()), LETTERS);
  }

  private static PairFeedback read(List<Scored> bothOrders) {
    double first = logOddsOfA(bothOrders.get(0));
    double second = -logOddsOfA(bothOrders.get(1));
    long tokens = bothOrders.stream().mapToLong(Scored::promptTokens).sum();
    return PairFeedback.of(List.of(first, second), first > 0 != second > 0, tokens, 0);
  }

  private static double logOddsOfA(Scored scored) {
    return scored.logProbabilities().get(0) - scored.logProbabilities().get(1);
  }
}
