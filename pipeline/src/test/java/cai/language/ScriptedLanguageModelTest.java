package cai.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.dialogue.Dialogue;
import cai.language.Generation.Completion;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScriptedLanguageModelTest {
  private static Sampling sampling(int maxTokens, String... stops) {
    return new Sampling(1, 1, 0, maxTokens, List.of(stops), 0);
  }

  private static Completion complete(String text, Sampling sampling) {
    try (var model = ScriptedLanguageModel.answering(request -> text)) {
      var request = new Generation("a", new Prompt.PlainText("one two"), " so");
      return model.generate(List.of(request), sampling).getFirst().given().orElseThrow();
    }
  }

  @Test
  void endsBeforeTheEarliestStop() {
    Completion completion = complete(" three\n\nfour Human:", sampling(9, "Human:", "\n\n"));
    assertThat(completion.text()).isEqualTo(" so three");
    assertThat(completion.ending()).isEqualTo(Ending.STOP);
    assertThat(completion.promptTokens()).isEqualTo(3);
    assertThat(completion.tokens()).isEqualTo(1);
  }

  @Test
  void endsAtItsTokenLimit() {
    Completion completion = complete(" three four five", sampling(2));
    assertThat(completion.text()).isEqualTo(" so three four ");
    assertThat(completion.ending()).isEqualTo(Ending.LENGTH);
  }

  @Test
  void endsByItselfWhereNothingCutsIt() {
    Completion completion = complete(" three four ", sampling(2));
    assertThat(completion.text()).isEqualTo(" so three four ");
    assertThat(completion.ending()).isEqualTo(Ending.END_OF_TEXT);
  }

  @Test
  void recordsWhatItWasAsked() {
    try (var model = ScriptedLanguageModel.scoring(request -> List.of(-1.0, -2.0))) {
      var scoring = new Scoring("s", new Prompt.Chat(Dialogue.ask("hi")), List.of("a b", "c"));
      assertThat(model.score(List.of(scoring)))
          .containsExactly(
              new Outcome.Given<>(new Scoring.Scored("s", List.of(-1.0, -2.0), List.of(2, 1), 1)));
      assertThat(model.scorings()).containsExactly(scoring);
      assertThat(model.generations()).isEmpty();
    }
  }

  @Test
  void refusesAScriptThatScoresTooFew() {
    try (var model = ScriptedLanguageModel.scoring(request -> List.of(-1.0))) {
      var scoring = new Scoring("s7", new Prompt.PlainText("x"), List.of("a", "b"));
      assertThatThrownBy(() -> model.score(List.of(scoring))).hasMessageContaining("s7");
    }
  }
}
