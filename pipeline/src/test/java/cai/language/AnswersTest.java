package cai.language;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.language.Answers.AnswerRequest;
import cai.language.Answers.SampledOutcome;
import cai.language.Generation.Sampling;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.ScriptedLanguageModel.Reply;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnswersTest {
  private static final Sampling SAMPLING = new Sampling(1, 1, 0, 5, List.of(), 0);
  private static final SampledText LIMITS = new SampledText(true, true);
  private static final List<Dialogue> EXAMPLES = List.of(Answers.example("Why?", "Because."));

  @Test
  void asksInATranscriptAfterTheExamples() {
    var model = ScriptedLanguageModel.answering(request -> " Yes.\n\nHuman: more");
    var answers = new Answers(model, EXAMPLES, LIMITS);
    List<SampledOutcome> sampled =
        answers.sample(List.of(new AnswerRequest("a", Dialogue.ask("Is it?"))), SAMPLING);
    assertThat(sampled).containsExactly(new SampledOutcome(new Given<>("Yes."), true, 8, 1));
    assertThat(model.generations().getFirst().prompt())
        .isEqualTo(
            new Prompt.PlainText(
                "\n\nHuman: Why?\n\nAssistant: Because.\n\nHuman: Is it?\n\nAssistant:",
                "\n\nHuman: Why?\n\nAssistant: Because.".length()));
    assertThat(model.samplings().getFirst().stops())
        .containsExactly("\n\n", "\n\nHuman:", "\n\nAssistant:");
  }

  @Test
  void asksInTheModelsOwnChatFormatWithoutExamples() {
    var model = ScriptedLanguageModel.answering(request -> "Yes.").chatting();
    var answers = new Answers(model, EXAMPLES, LIMITS);
    answers.sample(List.of(new AnswerRequest("a", Dialogue.ask("Is it?"))), SAMPLING);
    assertThat(model.generations().getFirst().prompt())
        .isEqualTo(new Prompt.Chat(Dialogue.ask("Is it?")));
  }

  @Test
  void givesTheReasonWhereNothingCameOrNothingFits() {
    var model =
        new ScriptedLanguageModel(
            request -> new Reply(request.id().equals("mute") ? " \n\nx" : "Yes.", 0),
            request -> List.of(),
            12);
    var answers = new Answers(model, List.of(), LIMITS);
    List<SampledOutcome> sampled =
        answers.sample(
            List.of(
                new AnswerRequest("mute", Dialogue.ask("Hm?")),
                new AnswerRequest("long", Dialogue.ask("a b c d e f")),
                new AnswerRequest("fine", Dialogue.ask("a b c d e"))),
            SAMPLING);
    assertThat(sampled)
        .extracting(SampledOutcome::text)
        .containsExactly(
            new Refused<>("the model answered with nothing"),
            new Refused<>("prompt of 8 tokens and 5 new ones do not fit the context of 12"),
            new Given<>("Yes."));
    assertThat(model.generations()).extracting(Generation::id).containsExactly("mute", "fine");
  }

  @Test
  void whatTheChatTemplateRefusesIsNotAskedAndCarriesItsReason() {
    var model =
        ScriptedLanguageModel.answering(request -> "Yes.")
            .chatting()
            .refusing(prompt ->
                prompt instanceof Prompt.Chat chat && chat.dialogue().turns().size() > 1
                    ? Optional.of("the template refuses this chat: turns must alternate")
                    : Optional.empty());
    Dialogue two = Dialogue.ask("Hello?").with(new Turn(Turn.Speaker.HUMAN, "Anyone?"));
    List<SampledOutcome> sampled =
        new Answers(model, List.of(), LIMITS)
            .sample(
                List.of(
                    new AnswerRequest("two", two),
                    new AnswerRequest("one", Dialogue.ask("Hello?"))),
                SAMPLING);
    assertThat(sampled)
        .extracting(SampledOutcome::text)
        .containsExactly(
            new Refused<>("the template refuses this chat: turns must alternate"),
            new Given<>("Yes."));
    assertThat(model.generations()).extracting(Generation::id).containsExactly("one");
  }
}
