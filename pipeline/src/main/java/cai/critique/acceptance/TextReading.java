package cai.critique.acceptance;

/// How a text reads as the answer to its prompt, to the model before any training. Only the tokens
/// behind a lead-in count: the lead-in was given to the model and not chosen by it.
///
/// @param afterPrompt mean log-probability of a token after the prompt, nats
/// @param afterOther the same after a message that says nothing, nats
/// @param tokens that count
public record TextReading(double afterPrompt, double afterOther, int tokens) {
  /// How much likelier the prompt makes the text: nats a token.
  public double topic() {
    return afterPrompt - afterOther;
  }

  /// How fluent the text is, whatever it is an answer to: nats a token.
  public double fluency() {
    return afterOther;
  }
}
