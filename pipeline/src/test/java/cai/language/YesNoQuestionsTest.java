package cai.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.dialogue.Dialogue;
import cai.dialogue.FormatKind;
import cai.dialogue.Turn;
import cai.language.YesNoQuestions.Balance;
import cai.language.YesNoQuestions.Example;
import cai.language.YesNoQuestions.QuestionedResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

final class YesNoQuestionsTest {
  private static final Dialogue ANSWERED = Answers.example("May I?", "You may.");
  private static final List<Example> EXAMPLES =
      List.of(new Example(Answers.example("Hi", "Go away"), "Is the response kind?", false));

  private static QuestionedResponse subject(String id) {
    return new QuestionedResponse(id, ANSWERED, List.of("Good?", "Kind?"), List.of("Bad?"));
  }

  @Test
  void subtractsTheMeanOfTheNegativeQuestionsFromThatOfThePositiveOnes() {
    // Good: ln Yes - ln No = 2; Kind: 1; Bad: 3. (2 + 1) / 2 - 3 = -1.5
    var model =
        ScriptedLanguageModel.scoring(request -> {
          String text = ((Prompt.PlainText) request.prompt()).text();
          if (text.contains("Good?")) return List.of(-1.0, -3.0);
          return text.contains("Kind?") ? List.of(-1.0, -2.0) : List.of(-0.5, -3.5);
        });
    var questions = new YesNoQuestions(model, FormatKind.TRANSCRIPT, List.of());
    Balance balance = questions.balance(List.of(subject("a"))).getFirst().given().orElseThrow();
    assertThat(balance.score()).isCloseTo(-1.5, within(1e-12));
  }

  @Test
  void aModelThatSaysYesToEverythingScoresZero() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(-0.01, -9.0));
    var questions = new YesNoQuestions(model, FormatKind.TRANSCRIPT, EXAMPLES);
    assertThat(questions.balance(List.of(subject("a"))).getFirst().given().map(Balance::score))
        .hasValue(0.0);
  }

  @Test
  void asksInATranscriptAfterTheExamples() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(0.0, 0.0));
    new YesNoQuestions(model, FormatKind.TRANSCRIPT, EXAMPLES).balance(List.of(subject("a")));
    Scoring first = model.scorings().getFirst();
    assertThat(first.id()).isEqualTo("a/question-1");
    assertThat(first.continuations()).containsExactly(" Yes", " No");
    assertThat(((Prompt.PlainText) first.prompt()).text())
        .isEqualTo(
            """


            Human: Hi

            Assistant: Go away

            Question: Is the response kind?

            Answer: No

            Human: May I?

            Assistant: You may.

            Question: Good?

            Answer:\
            """);
  }

  @Test
  void asksInTheChatFormatWithTheExamplesAsEarlierMessages() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(0.0, 0.0));
    new YesNoQuestions(model, FormatKind.CHAT, EXAMPLES).balance(List.of(subject("a")));
    Scoring last = model.scorings().getLast();
    assertThat(last.continuations()).containsExactly("Yes", "No");
    Dialogue dialogue = ((Prompt.Chat) last.prompt()).dialogue();
    assertThat(dialogue.turns()).hasSize(3);
    assertThat(dialogue.turns().get(1)).isEqualTo(new Turn(Turn.Speaker.ASSISTANT, "No"));
    assertThat(dialogue.last().text())
        .isEqualTo(
            """
            Read this conversation between a human and an assistant.

            Human: May I?

            Assistant: You may.

            Bad? Answer with Yes or No.\
            """);
  }

  @Test
  void setsASubjectAsideThatDoesNotFitAndKeepsTheOthersInPlace() {
    var model =
        new ScriptedLanguageModel(
            request -> null,
            request -> List.of(request.id().startsWith("b/") ? -1.0 : 0.0, -2.0),
            11);
    var questions = new YesNoQuestions(model, FormatKind.TRANSCRIPT, List.of());
    var longer =
        new QuestionedResponse(
            "long", Answers.example("a b c d", "e f g h"), List.of("Good?"), List.of("Bad?"));
    List<Outcome<Balance>> balances =
        questions.balance(
            List.of(
                longer, new QuestionedResponse("b", ANSWERED, List.of("Good?"), List.of("Bad?"))));
    assertThat(balances.get(0).refusal().orElseThrow()).contains("do not fit");
    assertThat(balances.get(1).given().map(Balance::score)).hasValue(0.0);
    assertThat(model.scorings()).hasSize(2);
  }

  @Test
  void reportsAScoreThatIsNotANumber() {
    var model = ScriptedLanguageModel.scoring(request -> List.of(Double.NaN, 0.0));
    Outcome<Balance> balance =
        new YesNoQuestions(model, FormatKind.TRANSCRIPT, List.of())
            .balance(List.of(subject("a")))
            .getFirst();
    assertThat(balance).isEqualTo(new Outcome.Refused<>("the model's score is not a number"));
  }

  @Test
  void needsBothKindsOfQuestions() {
    assertThatThrownBy(() -> new QuestionedResponse("p1", ANSWERED, List.of("Good?"), List.of()))
        .hasMessageContaining("p1");
  }
}
