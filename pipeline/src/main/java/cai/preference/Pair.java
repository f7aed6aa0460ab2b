package cai.preference;

import cai.sequence.TokenSequence;

/// A comparison as the preference model is trained on it.
///
/// @param conversation names what the pair belongs to, see [cai.prompts.Conversations]: held-out
///   shares and the clusters of intervals go by it
/// @param probabilityFirst soft label
/// @param weight in the loss
public record Pair(
    String id,
    String conversation,
    Source source,
    TokenSequence first,
    TokenSequence second,
    int firstWords,
    int secondWords,
    double probabilityFirst,
    double weight) {

  /// Where a label is from.
  public enum Source {
    AI_HARMLESSNESS("AI harmlessness labels"),
    AI_HELPFULNESS("AI helpfulness labels"),
    HUMAN_HELPFULNESS("human helpfulness labels"),
    HUMAN_HARMLESSNESS("human harmlessness labels");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /// For people.
    public String words() {
      return words;
    }
  }

  public Pair {
    if (!(probabilityFirst >= 0 && probabilityFirst <= 1))
      throw new IllegalArgumentException(id + ": probability " + probabilityFirst);
  }
}
