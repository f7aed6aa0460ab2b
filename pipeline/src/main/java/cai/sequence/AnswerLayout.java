package cai.sequence;

import java.util.List;

/// How prompts and answers are laid out for passes over them.
///
/// @param sharingPrompts whether answers to the same prompt share the rows of that prompt, so that
///   it is computed once; worth while where there are several answers to a prompt
/// @param tokensAtOnce tokens of a micro batch
public record AnswerLayout(boolean sharingPrompts, int tokensAtOnce) {

  /// Numbers of the sequences of each micro batch.
  public List<int[]> parts(List<TokenSequence> sequences) {
    return sharingPrompts
        ? MicroBatches.byPrompt(sequences, tokensAtOnce)
        : MicroBatches.of(sequences, tokensAtOnce);
  }

  /// The rows of a micro batch. The last token of each sequence predicts nothing and is left out.
  public AnswerRows rows(List<TokenSequence> sequences) {
    return sharingPrompts
        ? AnswerRows.sharedWithoutLast(sequences)
        : AnswerRows.withoutLast(sequences);
  }
}
