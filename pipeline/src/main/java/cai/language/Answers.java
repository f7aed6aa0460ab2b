package cai.language;

import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.dialogue.Turn;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import java.util.List;
import java.util.stream.Collectors;

/// Samples an assistant's answers to dialogues. Every stage that lets a model answer does it here,
/// so that the same model is always asked in the same way.
public final class Answers {
  /// How the dialogue is put to the model.
  public enum Style {
    /// In the model's own chat format.
    CHAT,
    /// As the paper's transcript, after a few example exchanges.
    TRANSCRIPT;

    /// What a model must be able to do to be asked so.
    public Capability needs() {
      return switch (this) {
        case CHAT -> Capability.CHAT;
        case TRANSCRIPT -> Capability.CONTINUATION;
      };
    }
  }

  /// A dialogue to be answered; the id determines the random numbers.
  public record AnswerRequest(String id, Dialogue dialogue) {}

  /// What came of it.
  ///
  /// @param text the answer, or why there is none
  /// @param ended whether it came to its end, see [SampledText#ended]
  /// @param promptTokens tokens before the answer; 0 where the model was not asked
  /// @param tokens sampled
  public record SampledOutcome(Outcome<String> text, boolean ended, int promptTokens, int tokens) {}

  private final TextModel model;
  private final Style style;
  private final String shots;
  private final SampledText limits;

  /// @param examples answered dialogues shown before the one in question, in transcript style only
  /// @param limits where a sampled text ends
  public Answers(TextModel model, Style style, List<Dialogue> examples, SampledText limits) {
    this.model = model;
    this.style = style;
    this.shots = shown(style, examples);
    this.limits = limits;
  }

  /// One answer for each, in order.
  public List<SampledOutcome> sample(List<AnswerRequest> asked, Sampling sampling) {
    List<Generation> requests =
        asked.stream().map(one -> Generation.of(one.id(), prompt(one.dialogue()))).toList();
    return model.generate(requests, limits.ofAnswers(sampling)).stream().map(this::read).toList();
  }

  Prompt prompt(Dialogue dialogue) {
    return switch (style) {
      case CHAT -> new Prompt.Chat(dialogue);
      case TRANSCRIPT ->
          new Prompt.PlainText(shots + TranscriptFormat.render(dialogue, true), shots.length());
    };
  }

  private SampledOutcome read(Outcome<Completion> outcome) {
    return switch (outcome) {
      case Given<Completion>(Completion completion) ->
          new SampledOutcome(
              limits.text(completion, "the model answered with nothing"),
              limits.ended(completion, style),
              completion.promptTokens(),
              completion.tokens());
      case Refused<Completion>(String reason) ->
          new SampledOutcome(new Refused<>(reason), false, 0, 0);
    };
  }

  /// The examples as they are shown before a dialogue: none in the model's own chat format.
  public static String shown(Style style, List<Dialogue> examples) {
    return switch (style) {
      case CHAT -> "";
      case TRANSCRIPT ->
          examples.stream()
              .map(dialogue -> TranscriptFormat.render(dialogue, false))
              .collect(Collectors.joining());
    };
  }

  /// A question and its answer as an example.
  public static Dialogue example(String human, String response) {
    return Dialogue.ask(human).with(new Turn(Turn.Speaker.ASSISTANT, response));
  }
}
