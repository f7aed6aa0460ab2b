package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.dialogue.Turn;
import cai.language.ContextBudget;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.LanguageModel;
import cai.language.Prompt;
import cai.language.SampledText;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import cai.language.Template;
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

  private final LanguageModel model;
  private final ContextBudget budget;
  private final FeedbackSettings settings;
  private final Seeds seeds;
  private final Map<Aim, String> shots = new EnumMap<>(Aim.class);

  ChainOfThought(
      LanguageModel model,
      FeedbackSettings settings,
      List<ReasoningShot> shots,
      List<ComparisonPrinciple> principles,
      Seeds seeds) {
    this.model = model;
    this.budget = new ContextBudget(model);
    this.settings = settings;
    this.seeds = seeds;
    for (Aim aim : Aim.values()) {
      List<ComparisonPrinciple> own = Questions.of(aim, principles);
      RandomGenerator random = seeds.generator("feedback", "shots/" + aim);
      var text = new StringBuilder();
      if (!own.isEmpty())
        for (ReasoningShot shot : shots) text.append(example(shot, Questions.draw(own, random)));
      this.shots.put(aim, text.toString());
    }
  }

  private static String example(ReasoningShot shot, ComparisonPrinciple principle) {
    String question =
        question("\n\n" + shot.conversation(), principle, shot.optionA(), shot.optionB());
    String answered = ANSWER.fill(Map.of("reasoning", question + " " + shot.reasoning()));
    return answered + LETTERS.get(shot.firstIsBetter() ? 0 : 1) + ")";
  }

  /// A chain of thought to be sampled: which pair, in which order, after which text.
  private record Thought(int pair, boolean swapped, Generation request) {}

  @Override
  public Object shown(Aim aim) {
    return shots.get(aim);
  }

  @Override
  public List<Judgement> judge(List<PairQuestion> pairs) {
    var flaws = new ArrayList<String>();
    var thoughts = new ArrayList<Thought>();
    for (int i = 0; i < pairs.size(); i++) {
      List<Thought> own = thoughts(pairs.get(i), i);
      String flaw = flaw(pairs.get(i), own);
      flaws.add(flaw);
      if (flaw.isEmpty()) thoughts.addAll(own);
    }
    if (thoughts.isEmpty()) return flaws.stream().map(ChainOfThought::unasked).toList();
    var sampling =
        settings.sampling(settings.reasoningTokens(), seeds.seed("feedback", "reasoning"));
    List<Completion> completions =
        model.generate(
            thoughts.stream().map(Thought::request).toList(),
            new SampledText(false, false).stoppingAt(sampling, STOPS));
    var questions = new ArrayList<Scoring>();
    for (int i = 0; i < thoughts.size(); i++)
      questions.add(question(thoughts.get(i).request(), completions.get(i)));
    // What was sampled may be read as more tokens than it was sampled in.
    List<String> refusals =
        questions.stream().map(question -> budget.room(question).refusal()).toList();
    List<Scoring> fitting =
        IntStream.range(0, questions.size())
            .filter(i -> refusals.get(i).isEmpty())
            .mapToObj(questions::get)
            .toList();
    var scored = (fitting.isEmpty() ? List.<Scored>of() : model.score(fitting)).iterator();
    var judgements = new ArrayList<Judgement>();
    int next = 0;
    for (String flaw : flaws) {
      if (!flaw.isEmpty()) {
        judgements.add(unasked(flaw));
        continue;
      }
      int end = next + settings.reasoningSamples();
      var own = new ArrayList<Scored>();
      String refusal = "";
      for (int i = next; i < end; i++)
        if (refusals.get(i).isEmpty()) own.add(scored.next());
        else refusal = refusals.get(i);
      judgements.add(
          refusal.isEmpty()
              ? read(thoughts.subList(next, end), completions.subList(next, end), own)
              : unasked(refusal));
      next = end;
    }
    return judgements;
  }

  private static Judgement unasked(String flaw) {
    return Judgement.unreadable(flaw, 0, 0);
  }

  private List<Thought> thoughts(PairQuestion pair, int place) {
    boolean swapped = seeds.generator("feedback", pair.id() + "/side").nextBoolean();
    var thoughts = new ArrayList<Thought>();
    for (int sample = 1; sample <= settings.reasoningSamples(); sample++) {
      String examples = shots.get(pair.principle().aim());
      var prompt = new Prompt.Text(examples + question(pair, swapped), examples.length());
      String id = pair.id() + "/reasoning/" + sample;
      thoughts.add(new Thought(place, swapped, Generation.of(id, prompt)));
      swapped = !swapped;
    }
    return thoughts;
  }

  private String flaw(PairQuestion pair, List<Thought> thoughts) {
    String flaw = pair.flaw();
    for (Thought thought : thoughts) {
      Prompt prompt = thought.request().prompt();
      // With the turn that asks for the letter, and the letter.
      String turn = ANSWER.fill(Map.of("reasoning", "")) + LETTERS.getFirst();
      if (flaw.isEmpty()) flaw = budget.room(prompt, turn, settings.reasoningTokens()).refusal();
    }
    return flaw;
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

  private static Scoring question(Generation request, Completion completion) {
    var before = (Prompt.Text) request.prompt();
    String reasoning = before.text() + completion.text().stripTrailing();
    var prompt = new Prompt.Text(ANSWER.fill(Map.of("reasoning", reasoning)), before.shared());
    return new Scoring(request.id() + "/answer", prompt, LETTERS);
  }

  private static Judgement read(
      List<Thought> thoughts, List<Completion> completions, List<Scored> scored) {
    var logOdds = new ArrayList<Double>();
    long promptTokens = 0;
    long tokens = 0;
    for (int i = 0; i < thoughts.size(); i++) {
      List<Double> letters = scored.get(i).logProbabilities();
      double ofA = letters.get(0) - letters.get(1);
      logOdds.add(thoughts.get(i).swapped() ? -ofA : ofA);
      promptTokens += completions.get(i).promptTokens();
      tokens += completions.get(i).tokens();
    }
    return Judgement.of(logOdds, false, promptTokens, tokens);
  }
}
