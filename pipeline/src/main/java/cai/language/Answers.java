package cai.language;

import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.dialogue.Turn;
import cai.language.ContextBudget.Room;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import java.util.ArrayList;
import java.util.List;

/// Samples an assistant's answers to dialogues. Every stage that lets a model answer does it here,
/// so that the same model is always asked in the same way.
public final class Answers {
  /// How the dialogue is put to the model.
  public enum Style {
    /// In the model's own chat format.
    CHAT,
    /// As the paper's transcript, after a few example exchanges.
    TRANSCRIPT
  }

  /// A dialogue to be answered; the id determines the random numbers.
  public record Asked(String id, Dialogue dialogue) {}

  /// What came of it.
  ///
  /// @param text the answer, or empty
  /// @param ended whether it came to its end, see [SampledText#ended]
  /// @param reason why there is none, or empty
  /// @param promptTokens tokens before the answer
  /// @param tokens sampled
  public record Answer(String text, boolean ended, String reason, int promptTokens, int tokens) {}

  private final LanguageModel model;
  private final ContextBudget budget;
  private final Style style;
  private final String shots;
  private final SampledText limits;

  /// @param examples answered dialogues shown before the one in question, in transcript style only
  /// @param limits where a sampled text ends
  public Answers(LanguageModel model, Style style, List<Dialogue> examples, SampledText limits) {
    this.model = model;
    this.budget = new ContextBudget(model);
    this.style = style;
    this.shots =
        String.join(
            "",
            examples.stream().map(dialogue -> TranscriptFormat.render(dialogue, false)).toList());
    this.limits = limits;
  }

  /// One answer for each, in order. An answer that is empty or whose prompt cannot be asked carries
  /// the reason instead.
  public List<Answer> sample(List<Asked> asked, Sampling sampling) {
    Sampling stopping = limits.ofAnswers(sampling);
    var answers = new ArrayList<Answer>();
    var places = new ArrayList<Integer>();
    var requests = new ArrayList<Generation>();
    for (Asked item : asked) {
      Prompt prompt = prompt(item.dialogue());
      Room room = budget.room(prompt, sampling.maxTokens());
      if (room.fits()) {
        places.add(answers.size());
        requests.add(Generation.of(item.id(), prompt));
      }
      answers.add(new Answer("", false, room.refusal(), 0, 0));
    }
    if (requests.isEmpty()) return answers;
    List<Completion> completions = model.generate(requests, stopping);
    for (int i = 0; i < places.size(); i++) answers.set(places.get(i), read(completions.get(i)));
    return answers;
  }

  Prompt prompt(Dialogue dialogue) {
    return switch (style) {
      case CHAT -> new Prompt.Chat(dialogue);
      case TRANSCRIPT ->
          new Prompt.Text(shots + TranscriptFormat.render(dialogue, true), shots.length());
    };
  }

  private Answer read(Completion completion) {
    String text = limits.read(completion);
    String reason = text.isEmpty() ? "the model answered with nothing" : "";
    boolean ended = limits.ended(completion, style);
    return new Answer(text, ended, reason, completion.promptTokens(), completion.tokens());
  }

  /// A question and its answer as an example.
  public static Dialogue example(String human, String response) {
    return Dialogue.ask(human).with(new Turn(Turn.Speaker.ASSISTANT, response));
  }
}
