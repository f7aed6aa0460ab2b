package cai.bench;

import static cai.bench.WorkloadTokenizer.text;

import cai.bench.Workload.AskedPrompt;
import cai.dialogue.FormatKind;
import cai.language.Answers;
import cai.language.LanguageModel;
import cai.language.Prompt;
import cai.language.Scoring;
import cai.language.YesNoQuestions;
import cai.language.YesNoQuestions.Example;
import cai.transformer.decoder.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The likelihoods of two answers after each prompt, or after each question about a prompt. The
/// speed counts the tokens that have to be read; tokens that prompts share count once.
final class AnswerChoices implements OpenBenchmark {
  /// A text that a stage requires and that [WorkloadTokenizer] gives no tokens.
  private static final String NO_TOKENS = "-";

  private static final List<String> ANSWERS = List.of(" Yes", " No");

  private final Subject subject;
  private final Decoder decoder;
  private final List<AskedPrompt> items;
  private final boolean asked;

  /// @param asked whether the answers are answers to the questions
  AnswerChoices(Subject subject, boolean asked) {
    this.subject = subject;
    this.asked = asked;
    decoder = subject.frozen();
    items = subject.workload().askedPrompts();
  }

  @Override
  public TimedPass pass() {
    try (LanguageModel model = subject.languageModel(decoder, items.size())) {
      double seconds = TimedPass.seconds(asked ? () -> balance(model) : () -> score(model));
      return new TimedPass(tokens(), seconds, needed());
    }
  }

  /// Asks the questions as the stages do, after one worked example.
  private void balance(LanguageModel model) {
    int[] shared = Arrays.copyOf(items.getFirst().prompt(), Workload.QUESTION_SHOTS);
    var example = new Example(Answers.example(text(shared), NO_TOKENS), NO_TOKENS, true);
    var questions = new YesNoQuestions(model.choices(), FormatKind.TRANSCRIPT, List.of(example));
    List<YesNoQuestions.QuestionedResponse> subjects =
        IntStream.range(0, items.size()).mapToObj(this::subject).toList();
    questions.balance(subjects).forEach(one -> one.given().orElseThrow());
  }

  private YesNoQuestions.QuestionedResponse subject(int number) {
    AskedPrompt item = items.get(number);
    int[] own = Arrays.copyOfRange(item.prompt(), Workload.QUESTION_SHOTS, item.prompt().length);
    List<String> asked = item.questions().stream().map(WorkloadTokenizer::text).toList();
    return new YesNoQuestions.QuestionedResponse(
        "judging/" + number,
        Answers.example(text(own), NO_TOKENS),
        asked.subList(0, asked.size() / 2),
        asked.subList(asked.size() / 2, asked.size()));
  }

  private void score(LanguageModel model) {
    List<Scoring> requests =
        IntStream.range(0, items.size())
            .mapToObj(i -> new Scoring("judging/" + i, prompt(items.get(i)), ANSWERS))
            .toList();
    model.likelihoods().score(requests).forEach(one -> one.given().orElseThrow());
  }

  private static Prompt prompt(AskedPrompt item) {
    int shared = text(Arrays.copyOf(item.prompt(), Workload.QUESTION_SHOTS)).length();
    return new Prompt.PlainText(text(item.prompt()), shared);
  }

  private long tokens() {
    long tokens = Workload.QUESTION_SHOTS;
    for (AskedPrompt item : items) {
      tokens += item.prompt().length - Workload.QUESTION_SHOTS;
      tokens += length(asked ? item.questions() : List.of());
      tokens += (asked ? item.questions().size() : 1) * length(item.answers());
    }
    return tokens;
  }

  private static long length(List<int[]> parts) {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  private FlopsAndBytes needed() {
    ModelCost cost = subject.cost();
    int shared = Workload.QUESTION_SHOTS;
    int layers = cost.config().layers();
    int[] own = items.stream().mapToInt(item -> item.prompt().length - shared).toArray();
    FlopsAndBytes all = cost.prompts(shared, own);
    for (AskedPrompt item : items) {
      long before = item.prompt().length;
      AttendedTokens reach = new AttendedTokens(0, 0);
      long rows = 0;
      for (int[] question : asked ? item.questions() : List.of(new int[0])) {
        reach = reach.plus(AttendedTokens.of(question.length, before));
        if (asked) rows++;
        for (int[] answer : item.answers()) {
          // An answer's last token is only predicted, not read.
          reach = reach.plus(AttendedTokens.of(answer.length - 1, before + question.length));
          rows += answer.length - 1;
        }
      }
      all = all.plus(new FlopsAndBytes(cost.forward(reach, layers) + cost.head(rows), 0));
    }
    return all;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
