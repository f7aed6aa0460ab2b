package cai.sequence;

import cai.transformer.sequences.SequenceRows;
import java.util.Arrays;
import java.util.List;

/// A prompt and its answer as one sequence of token ids.
///
/// @param ids of both, with the end-of-text of an answer that ended
/// @param promptLength ids before the answer; **Mask**: losses and statistics count the ids from
///   here on
public record TokenSequence(int[] ids, int promptLength) {
  public TokenSequence {
    if (promptLength < 1 || promptLength > ids.length)
      throw new IllegalArgumentException(
          "promptLength=" + promptLength + " of " + ids.length + " ids");
  }

  /// Ids of the answer.
  public int answerLength() {
    return ids.length - promptLength;
  }

  /// The rows of sequences; neighbouring answers to the same prompt share the rows of the prompt.
  public static SequenceRows rows(List<TokenSequence> sequences) {
    return SequenceRows.answers(
        sequences.stream().map(TokenSequence::ids).toList(),
        sequences.stream().mapToInt(TokenSequence::promptLength).toArray());
  }

  /// All ids but the last.
  public int[] withoutLast() {
    return Arrays.copyOf(ids, ids.length - 1);
  }
}
