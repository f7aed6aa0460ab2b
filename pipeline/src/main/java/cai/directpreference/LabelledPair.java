package cai.directpreference;

import cai.sequence.TokenSequence;

/// Two answers to one prompt as they are learnt from.
///
/// @param id of the prompt
/// @param first an answer with its prompt
/// @param second the other answer with the same prompt
/// @param probabilityFirst soft label: how probable it is that the first answer is the better one
record LabelledPair(String id, TokenSequence first, TokenSequence second, double probabilityFirst) {
  LabelledPair {
    if (!(probabilityFirst >= 0 && probabilityFirst <= 1))
      throw new IllegalArgumentException(id + ": probability " + probabilityFirst);
  }

  /// Tokens of both sequences.
  int tokens() {
    return first.ids().length + second.ids().length;
  }

  /// Tokens of the better answer, as the label expects them.
  double betterTokens() {
    return probabilityFirst * first.answerLength() + (1 - probabilityFirst) * second.answerLength();
  }

  /// A pair with what SL-CAI says of it.
  ///
  /// @param first log-probability of the whole first answer, nats
  /// @param second log-probability of the whole second answer, nats
  record ReferencedPair(LabelledPair pair, double first, double second) {}
}
