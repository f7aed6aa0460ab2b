package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.dialogue.Turn;
import cai.language.ChoiceModel;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.LanguageModel;
import cai.language.Outcome;
import cai.language.Prompt;
import cai.language.SampledText;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import cai.language.Template;
import cai.language.TextModel;
import cai.prompts.fewshots.ReasoningShot;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The feedback model thinks aloud before it is asked for a letter.
///
/// **Source**: Bai et al. 2022, section 4.1 and the released prompts. **Differs**: the side of the
/// first answer is drawn for the first chain of a pair and changes with every further one.
final class ChainOfThought implements FeedbackModel {
  private static final Template QUESTION =
      Template.resource(ChainOfThought.class, "chain-of-thought.txt");
  private static final Template ANSWER =
      Template.resource(ChainOfThought.class, "chain-of-thought-answer.txt");
  private static final List<String> LETTERS = List.of("A", "B");
  private static final List<String> STOPS =
      List.of(TranscriptFormat.HUMAN, TranscriptFormat.ASSISTANT);

  private final TextModel model;
  private final ChoiceModel choices;
  private final FeedbackSettings settings;
  private final Seeds seeds;
  private final Map<Aim, String> shots = new EnumMap<>(Aim.class);

  ChainOfThought(
      LanguageModel model,
      FeedbackSettings settings,
      List<ReasoningShot> shots,
      List<ComparisonPrinciple> principles,
      Seeds seeds) {
    this.model = model.text();
    this.choices = model.choices();
    this.settings = settings;
    this.seeds = seeds;
    for (Aim aim : Aim.values())
      this.shots.put(
          aim,
          shown(shots, Questions.of(aim, principles), seeds.generator("feedback", "shots/" + aim)));
  }

  /// The worked examples that are shown under an aim.
  ///
  /// @param own principles of the aim
  static String shown(
      List<ReasoningShot> shots, List<ComparisonPrinciple> own, RandomGenerator random) {
    var text = new StringBuilder();
    if (!own.isEmpty())
      for (ReasoningShot shot : shots) text.append(example(shot, Questions.draw(own, random)));
    return text.toString();
  }

  /// What is asked, without the conversation and the answers.
  static String asked(ComparisonPrinciple principle) {
    return question("", principle, "", "");
  }

  private static String example(ReasoningShot shot, ComparisonPrinciple principle) {
    String question =
        question("\n\n" + shot.conversation(), principle, shot.optionA(), shot.optionB());
    String answered = ANSWER.fill(Map.of("reasoning", question + " " + shot.reasoning()));
    return answered + LETTERS.get(shot.firstIsBetter() ? 0 : 1) + ")";
  }

  @Override
  public Object shown(Aim aim) {
    return shots.get(aim);
  }

  @Override
  public List<Outcome<PairFeedback>> compare(List<PairQuestion> pairs) {
    List<List<Generation>> requests = pairs.stream().map(this::requests).toList();
    List<Integer> places = IntStream.range(0, pairs.size()).boxed().toList();
    // 1. The chains of thought.
    List<Outcome<List<Completion>>> thoughts =
        Outcome.askEach(
            places, i -> Outcome.unless(pairs.get(i).flaw(), requests.get(i)), this::think);
    // 2. The letters, each after its chain of thought.
    List<Outcome<List<Scored>>> letters =
        Outcome.askEach(
            places,
            i -> thoughts.get(i).map(own -> questions(requests.get(i), own)),
            choices::choose);
    return places.stream()
        .map(i ->
            thoughts
                .get(i)
                .then(own -> letters.get(i).map(scored -> read(pairs.get(i), own, scored))))
        .toList();
  }

  private List<Outcome<Completion>> think(List<Generation> requests) {
    var sampling =
        settings.sampling(settings.reasoningTokens(), seeds.seed("feedback", "reasoning"));
    return model.generate(requests, new SampledText(false, false).stoppingAt(sampling, STOPS));
  }

  private List<Generation> requests(PairQuestion pair) {
    String examples = shots.get(pair.principle().aim());
    boolean swapped = firstIsSwapped(pair);
    var requests = new ArrayList<Generation>();
    for (int sample = 1; sample <= settings.reasoningSamples(); sample++) {
      var prompt = new Prompt.PlainText(examples + question(pair, swapped), examples.length());
      requests.add(Generation.of(pair.id() + "/reasoning/" + sample, prompt));
      swapped = !swapped;
    }
    return requests;
  }

  /// Whether the first chain of a pair sees its answers in the other order.
  private boolean firstIsSwapped(PairQuestion pair) {
    return seeds.generator("feedback", pair.id() + "/side").nextBoolean();
  }

  private static String question(PairQuestion pair, boolean swapped) {
    return question(
        speakers(pair.prompt()),
        pair.principle(),
        swapped ? pair.second() : pair.first(),
        swapped ? pair.first() : pair.second());
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

  /// H: and A: instead of the words that end a sampled turn.
  private static String speakers(Dialogue dialogue) {
    var text = new StringBuilder();
    for (Turn turn : dialogue.turns()) {
      String speaker =
          switch (turn.speaker()) {
            case SYSTEM -> "";
            case HUMAN -> "H: ";
            case ASSISTANT -> "A: ";
          };
      text.append("\n\n").append(speaker).append(turn.text());
    }
    return text.toString();
  }

  private static List<Scoring> questions(List<Generation> requests, List<Completion> completions) {
    return IntStream.range(0, requests.size())
        .mapToObj(i -> question(requests.get(i), completions.get(i)))
        .toList();
  }

  private static Scoring question(Generation request, Completion completion) {
    var before = (Prompt.PlainText) request.prompt();
    String reasoning = before.text() + completion.text().stripTrailing();
    var prompt = new Prompt.PlainText(ANSWER.fill(Map.of("reasoning", reasoning)), before.shared());
    return new Scoring(request.id() + "/answer", prompt, LETTERS);
  }

  private PairFeedback read(PairQuestion pair, List<Completion> thoughts, List<Scored> letters) {
    boolean swapped = firstIsSwapped(pair);
    var logOdds = new ArrayList<Double>();
    for (Scored one : letters) {
      double ofA = one.logProbabilities().get(0) - one.logProbabilities().get(1);
      logOdds.add(swapped ? -ofA : ofA);
      swapped = !swapped;
    }
    return PairFeedback.of(
        logOdds,
        false,
        thoughts.stream().mapToLong(Completion::promptTokens).sum(),
        thoughts.stream().mapToLong(Completion::tokens).sum());
  }
}
