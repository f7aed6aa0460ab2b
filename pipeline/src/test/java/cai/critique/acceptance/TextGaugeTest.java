package cai.critique.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextGauge.GaugedText;
import cai.dialogue.Dialogue;
import cai.dialogue.DialogueStyle;
import cai.language.LanguageModel;
import cai.language.Outcome;
import cai.language.Prompt;
import cai.language.Scoring;
import cai.language.ScriptedLanguageModel;
import cai.language.local.LocalModel;
import cai.recipe.Installation;
import cai.transformer.Arithmetic;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TextGaugeTest {
  private static final Dialogue PROMPT = Dialogue.ask("May I?");

  private static TextGauge gauge(LanguageModel model) {
    return new TextGauge(model, List.of());
  }

  private static TextReading read(ScriptedLanguageModel model, GaugedText text) {
    return gauge(model)
        .read(List.of(text))
        .getFirst()
        .given()
        .map(GaugedReading::reading)
        .orElseThrow();
  }

  /// A word costs 1 nat after the prompt and 3 after anything else; a lead-in's words cost 10.
  private static List<Double> scores(Scoring request) {
    double nats = request.id().endsWith("after-prompt") ? 1 : 3;
    return request.continuations().stream()
        .map(text -> {
          int words = text.strip().split(" ").length;
          int given = text.strip().startsWith("I'd rather not,") ? 3 : 0;
          return -(10.0 * given + nats * (words - given));
        })
        .toList();
  }

  @Test
  void topicIsTheDifferenceAndFluencyTheValueWithoutThePrompt() {
    var model = ScriptedLanguageModel.scoring(TextGaugeTest::scores);
    TextReading reading = read(model, new GaugedText("a", PROMPT, "", "you may not go"));
    assertThat(reading).isEqualTo(new TextReading(-1, -3, 4));
    assertThat(reading.topic()).isEqualTo(2);
    assertThat(reading.fluency()).isEqualTo(-3);
  }

  @Test
  void theWordsOfTheLeadInDoNotCount() {
    var model = ScriptedLanguageModel.scoring(TextGaugeTest::scores);
    String leadIn = "I'd rather not,";
    assertThat(read(model, new GaugedText("a", PROMPT, leadIn, leadIn + " it hurts")))
        .isEqualTo(new TextReading(-1, -3, 2));
  }

  @Test
  void thePromptIsPutAsForAnAnswerInEitherFormat() {
    var model = ScriptedLanguageModel.scoring(TextGaugeTest::scores);
    var chat = model.chatting();
    List<GaugedText> texts = List.of(new GaugedText("a", PROMPT, "No,", "No, never"));
    gauge(chat).read(texts);
    gauge(model).read(texts);
    assertThat(chat.scorings().get(0).prompt()).isEqualTo(new Prompt.Chat(PROMPT));
    assertThat(chat.scorings().get(0).continuations()).containsExactly("No,", "No, never");
    assertThat(model.scorings().get(0).prompt())
        .isEqualTo(new Prompt.PlainText("\n\nHuman: May I?\n\nAssistant:", 0));
    assertThat(model.scorings().get(0).continuations()).containsExactly(" No,", " No, never");
    assertThat(model.scorings().get(1).prompt()).isNotEqualTo(model.scorings().get(0).prompt());
  }

  @Test
  void whatTheModelRefusesHasItsReasonInItsPlace() {
    var model =
        ScriptedLanguageModel.scoring(TextGaugeTest::scores)
            .chatting()
            .refusing(prompt ->
                prompt.equals(new Prompt.Chat(PROMPT)) ? Optional.of("no") : Optional.empty());
    List<Outcome<GaugedReading>> read =
        gauge(model)
            .read(
                List.of(
                    new GaugedText("a", PROMPT, "", "yes"),
                    new GaugedText("b", Dialogue.ask("Can I?"), "", "yes")));
    assertThat(read.get(0).refusal()).contains("no");
    assertThat(read.get(1).given()).isPresent();
  }

  @Test
  void aTextThatIsNoMoreThanItsLeadInIsABug() {
    assertThatThrownBy(() -> new GaugedText("a", PROMPT, "No,", "No,"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GaugedText("a", PROMPT, "No,", "Yes, please"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onAModelTheTokensBehindTheLeadInAreScoredAfterIt() {
    var tiny = Installation.file("models/tiny-random");
    try (var model = LocalModel.open(tiny, Arithmetic.FP32, DialogueStyle.TRANSCRIPT);
        var language = model.languageModel(4)) {
      TextGauge gauge = gauge(language);
      var led = new GaugedText("a", PROMPT, "No, because", "No, because it hurts.");
      var free = new GaugedText("b", PROMPT, "", "No, because it hurts.");
      List<TextReading> together = readings(gauge, List.of(led, free));
      // The same numbers by another way: the lead-in as a part of the prompt.
      var prompt = new Prompt.PlainText("\n\nHuman: May I?\n\nAssistant: No, because");
      var scored =
          language
              .score(List.of(new Scoring("c", prompt, List.of(" it hurts."))))
              .getFirst()
              .given()
              .orElseThrow();
      int tokens = scored.tokens().getFirst();
      assertThat(together.get(0).tokens()).isEqualTo(tokens);
      assertThat(together.get(0).afterPrompt())
          .isCloseTo(scored.logProbabilities().getFirst() / tokens, within(1e-5));
      assertThat(together.get(1).tokens()).isGreaterThan(tokens);
      // Neither company nor order changes a reading.
      assertThat(readings(gauge, List.of(free))).containsExactly(together.get(1));
      assertThat(readings(gauge, List.of(free, led)))
          .containsExactly(together.get(1), together.get(0));
    }
  }

  private static List<TextReading> readings(TextGauge gauge, List<GaugedText> texts) {
    return gauge.read(texts).stream()
        .map(one -> one.given().map(GaugedReading::reading).orElseThrow())
        .toList();
  }
}
