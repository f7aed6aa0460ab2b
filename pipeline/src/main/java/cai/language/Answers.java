package cai.language;

import cai.dialogue.Dialogue;
import cai.dialogue.FormatKind;
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
  private final FormatKind format;
  private final String shots;
  private final SampledText limits;

  /// @param model is asked in its own format
  /// @param examples answered dialogues shown before the one in question, in transcripts only
  /// @param limits where a sampled text ends
  public Answers(LanguageModel model, List<Dialogue> examples, SampledText limits) {
    this.model = model.text();
    this.format = model.format();
    this.shots = shown(format, examples);
    this.limits = limits;
  }

  /// One answer for each, in order.
  public List<SampledOutcome> sample(List<AnswerRequest> asked, Sampling sampling) {
    List<Generation> requests =
        asked.stream().map(one -> Generation.of(one.id(), prompt(one.dialogue()))).toList();
    return model.generate(requests, limits.ofAnswers(sampling)).stream().map(this::read).toList();
  }

  /// The prompt that asks for an answer to a dialogue.
  public Prompt prompt(Dialogue dialogue) {
    return switch (format) {
      case CHAT -> new Prompt.Chat(dialogue);
      case TRANSCRIPT ->
          new Prompt.PlainText(shots + TranscriptFormat.render(dialogue, true), shots.length());
    };
  }

  /// A text as the beginning of the answer to such a prompt.
  public String begun(String text) {
    return switch (format) {
      case CHAT -> text;
      case TRANSCRIPT -> " " + text;
    };
  }

  private SampledOutcome read(Outcome<Completion> outcome) {
    return switch (outcome) {
      case Given<Completion>(Completion completion) ->
          new SampledOutcome(
              limits.text(completion, "the model answered with nothing"),
              limits.ended(completion, format),
              completion.promptTokens(),
              completion.tokens());
      case Refused<Completion>(String reason) ->
          new SampledOutcome(new Refused<>(reason), false, 0, 0);
    };
  }

  /// What a model must be able to do to answer in a format.
  public static Capability needs(FormatKind format) {
    return switch (format) {
      case CHAT -> Capability.CHAT;
      case TRANSCRIPT -> Capability.CONTINUATION;
    };
  }

  /// The examples as they are shown before a dialogue: none in a chat format.
  public static String shown(FormatKind format, List<Dialogue> examples) {
    return switch (format) {
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
