package cai.critique.acceptance;

import cai.dialogue.Dialogue;
import cai.language.Answers;
import cai.language.LanguageModel;
import cai.language.LikelihoodModel;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Prompt;
import cai.language.SampledText;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Reads texts as answers to their prompts and as answers to a message that says nothing, with the
/// model that has learnt nothing yet.
///
/// Texts that answer one prompt follow each other, so that an engine reads the prompt once; the
/// empty message is the same for all.
public final class TextGauge {
  private static final Dialogue OTHER = Dialogue.ask("Please answer.");

  private final LikelihoodModel model;
  private final Answers answers;

  /// @param model the one that texts are gauged with, in its own format
  /// @param examples answered dialogues shown before a prompt, in transcripts only
  public TextGauge(LanguageModel model, List<Dialogue> examples) {
    this.model = model.likelihoods();
    this.answers = new Answers(model, examples, SampledText.byItself());
  }

  /// A text to be gauged.
  ///
  /// @param prompt ends in a human turn
  /// @param leadIn what the text begins with and the model did not choose; no text where it chose
  ///   everything
  /// @param text with the lead-in, and more than the lead-in
  public record GaugedText(String id, Dialogue prompt, String leadIn, String text) {
    public GaugedText {
      if (text.length() <= leadIn.length() || !text.startsWith(leadIn))
        throw new IllegalArgumentException(id + ": the text is not more than its lead-in");
    }
  }

  /// A reading and what it cost.
  ///
  /// @param tokensRead by the model
  public record GaugedReading(TextReading reading, long tokensRead) {}

  /// One reading for each text, in order.
  public List<Outcome<GaugedReading>> read(List<GaugedText> texts) {
    List<Outcome<List<Scored>>> scored =
        Outcome.askEach(texts, text -> new Given<>(requests(text)), model::score);
    return IntStream.range(0, texts.size())
        .mapToObj(i -> scored.get(i).map(TextGauge::reading))
        .toList();
  }

  private List<Scoring> requests(GaugedText text) {
    return List.of(
        request(text, "/after-prompt", answers.prompt(text.prompt())),
        request(text, "/after-other", answers.prompt(OTHER)));
  }

  private Scoring request(GaugedText text, String suffix, Prompt prompt) {
    var continuations = new ArrayList<String>();
    if (!text.leadIn().isEmpty()) continuations.add(answers.begun(text.leadIn()));
    continuations.add(answers.begun(text.text()));
    return new Scoring(text.id() + suffix, prompt, continuations);
  }

  private static GaugedReading reading(List<Scored> scored) {
    Scored after = scored.get(0);
    Scored other = scored.get(1);
    int tokens =
        behindLeadIn(after.tokens().stream().map(Integer::doubleValue).toList()).intValue();
    double perToken = 1.0 / Math.max(1, tokens);
    var reading =
        new TextReading(
            behindLeadIn(after.logProbabilities()) * perToken,
            behindLeadIn(other.logProbabilities()) * perToken,
            tokens);
    return new GaugedReading(reading, read(after) + read(other));
  }

  /// What the whole text has beyond its lead-in.
  private static Double behindLeadIn(List<Double> sums) {
    return sums.getLast() - (sums.size() > 1 ? sums.getFirst() : 0);
  }

  private static long read(Scored scored) {
    return scored.promptTokens() + scored.tokens().getLast();
  }
}
