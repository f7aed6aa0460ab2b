package cai.evaluation.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.critique.acceptance.TextGauge;
import cai.critique.acceptance.TextReading;
import cai.dialogue.Dialogue;
import cai.evaluation.gauges.AnswerReadings.ReadAnswer;
import cai.language.ScriptedLanguageModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnswerReadingsTest {
  private static final Dialogue PROMPT = Dialogue.ask("How do bees fly?");
  private static final ReadAnswer ANSWER = new ReadAnswer("a", PROMPT, "With two wings");

  private static AnswerReadings readings(ScriptedLanguageModel model) {
    var gauge = new TextGauge(model, List.of());
    return AnswerReadings.of(List.of(ANSWER), AnswerReadings.ask(gauge, List.of(ANSWER)));
  }

  // By hand: three tokens, -3 nats after the prompt and -9 after another: -1 and -3 a token, so
  // the prompt makes a token 2 nats likelier.
  @Test
  void anAnswerIsReadAfterItsPromptAndAfterAnother() {
    AnswerReadings readings =
        readings(
            ScriptedLanguageModel.scoring(
                request -> List.of(request.id().endsWith("/after-prompt") ? -3.0 : -9.0)));
    TextReading reading = readings.of(PROMPT, "With two wings").orElseThrow();
    assertThat(reading.afterPrompt()).isCloseTo(-1, within(1e-12));
    assertThat(reading.topic()).isCloseTo(2, within(1e-12));
    assertThat(readings.refused()).isEmpty();
    assertThat(readings.of(PROMPT, "Another answer")).isEmpty();
  }

  @Test
  void anAnswerThatCannotBeReadHasAReason() {
    AnswerReadings readings = readings(ScriptedLanguageModel.scoring(_ -> List.of(Double.NaN)));
    assertThat(readings.of(PROMPT, "With two wings")).isEqualTo(Optional.empty());
    assertThat(readings.refused())
        .extracting(AnswerReading::reason)
        .containsExactly("the model's score is not a number");
  }
}
