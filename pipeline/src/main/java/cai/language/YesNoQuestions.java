package cai.language;

import cai.dialogue.Dialogue;
import cai.dialogue.FormatKind;
import cai.dialogue.TranscriptFormat;
import cai.dialogue.Turn;
import cai.language.Outcome.Given;
import cai.language.Scoring.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Asks yes/no questions about one response and balances them: small models say Yes to nearly
/// everything, which the difference between questions where Yes is good and questions where Yes is
/// bad takes out.
///
/// The balanced score is the mean over the positive questions of `ln P(Yes) - ln P(No)` minus the
/// same mean over the negative ones.
///
/// In a chat format a question is a message about a conversation, and examples are earlier
/// messages; in the other format all is one transcript.
public final class YesNoQuestions {
  /// A question with its answer, shown before the one in question.
  public record Example(Dialogue answered, String question, boolean yes) {}

  /// A response and what is asked about it.
  ///
  /// @param answered dialogue that ends in the response
  /// @param positive questions where Yes is good, at least one
  /// @param negative questions where Yes is bad, at least one
  public record QuestionedResponse(
      String id, Dialogue answered, List<String> positive, List<String> negative) {
    public QuestionedResponse {
      positive = List.copyOf(positive);
      negative = List.copyOf(negative);
      if (answered.awaitsAnswer())
        throw new IllegalArgumentException(id + ": there is no response to ask about");
      if (positive.isEmpty() || negative.isEmpty())
        throw new IllegalArgumentException(
            id + ": a balance needs a positive and a negative question");
    }
  }

  /// What the model thinks of a response.
  ///
  /// @param score balanced score, nats; higher is better
  /// @param tokens of all prompts
  public record Balance(double score, long tokens) {}

  private static final Template TRANSCRIPT = Template.resource(YesNoQuestions.class, "yes-no.txt");
  private static final Template CHAT = Template.resource(YesNoQuestions.class, "yes-no-chat.txt");

  private final ChoiceModel model;
  private final FormatKind format;
  private final List<Example> examples;
  private final String shots;

  /// For one model; `examples` may be empty.
  public YesNoQuestions(ChoiceModel model, FormatKind format, List<Example> examples) {
    this.model = model;
    this.format = format;
    this.examples = List.copyOf(examples);
    this.shots = shown(FormatKind.TRANSCRIPT, examples);
  }

  /// What a model must be able to do to be asked in a format.
  public static Set<Capability> needs(FormatKind format) {
    return Set.of(Answers.needs(format), Capability.CHOICE);
  }

  /// The examples as they are shown before a question.
  public static String shown(FormatKind format, List<Example> examples) {
    var text = new StringBuilder();
    for (Example example : examples)
      switch (format) {
        case TRANSCRIPT ->
            text.append(transcript(example.answered(), example.question()))
                .append(' ')
                .append(answer(example.yes()));
        case CHAT ->
            text.append(message(example.answered(), example.question()).text())
                .append(answer(example.yes()));
      }
    return text.toString();
  }

  /// What is asked, without the conversation that it is asked about.
  public static String asked(FormatKind format, String question) {
    return switch (format) {
      case TRANSCRIPT -> TRANSCRIPT.fill(Map.of("question", question));
      case CHAT -> CHAT.fill(Map.of("dialogue", "", "question", question));
    };
  }

  /// One balance for each, in order. Questions about the same response follow each other, so that
  /// an engine can read the conversation once.
  public List<Outcome<Balance>> balance(List<QuestionedResponse> subjects) {
    List<Outcome<List<Scored>>> answers =
        Outcome.askEach(subjects, one -> new Given<>(requests(one)), model::choose);
    return IntStream.range(0, subjects.size())
        .mapToObj(i -> answers.get(i).map(scored -> balance(subjects.get(i), scored)))
        .toList();
  }

  private static Balance balance(QuestionedResponse subject, List<Scored> answers) {
    int positive = subject.positive().size();
    double score =
        mean(answers.subList(0, positive)) - mean(answers.subList(positive, answers.size()));
    return new Balance(score, answers.stream().mapToLong(Scored::promptTokens).sum());
  }

  private static double mean(List<Scored> answers) {
    double sum = 0;
    for (Scored answer : answers)
      sum += answer.logProbabilities().get(0) - answer.logProbabilities().get(1);
    return sum / answers.size();
  }

  private List<Scoring> requests(QuestionedResponse subject) {
    var requests = new ArrayList<Scoring>();
    for (String question : subject.positive()) requests.add(request(subject, question, requests));
    for (String question : subject.negative()) requests.add(request(subject, question, requests));
    return requests;
  }

  private Scoring request(QuestionedResponse subject, String question, List<Scoring> before) {
    List<String> answers =
        switch (format) {
          case TRANSCRIPT -> List.of(" Yes", " No");
          case CHAT -> List.of("Yes", "No");
        };
    String id = subject.id() + "/question-" + (before.size() + 1);
    return new Scoring(id, prompt(subject.answered(), question), answers);
  }

  private Prompt prompt(Dialogue answered, String question) {
    return switch (format) {
      case TRANSCRIPT ->
          new Prompt.PlainText(shots + transcript(answered, question), shots.length());
      case CHAT -> new Prompt.Chat(chat(answered, question), 2 * examples.size());
    };
  }

  private static String transcript(Dialogue answered, String question) {
    return TranscriptFormat.render(answered, false) + asked(FormatKind.TRANSCRIPT, question);
  }

  private Dialogue chat(Dialogue answered, String question) {
    var turns = new ArrayList<Turn>();
    for (Example example : examples) {
      turns.add(message(example.answered(), example.question()));
      turns.add(new Turn(Turn.Speaker.ASSISTANT, answer(example.yes())));
    }
    turns.add(message(answered, question));
    return new Dialogue(turns);
  }

  private static Turn message(Dialogue answered, String question) {
    String text =
        CHAT.fill(
            Map.of("dialogue", TranscriptFormat.render(answered, false), "question", question));
    return new Turn(Turn.Speaker.HUMAN, text);
  }

  private static String answer(boolean yes) {
    return yes ? "Yes" : "No";
  }
}
