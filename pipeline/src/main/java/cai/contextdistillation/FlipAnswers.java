package cai.contextdistillation;

/// Two answers of SL-CAI to one red-team prompt: one line of `reinforcement/flip-answers.jsonl`.
///
/// @param id of the prompt
/// @param principle id of the drawn principle
/// @param plain the answer without a context
/// @param shown the answer with the principle in its context
/// @param reason why there are no answers; no text where there are
/// @param tokens sampled
record FlipAnswers(
    String format,
    String id,
    String principle,
    String plain,
    String shown,
    String reason,
    long tokens) {
  static final String FORMAT = "flip-answers/1";
}
