package cai.sequence;

import cai.transformer.Packed;
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

  /// Sequences laid one behind the other; answers to the same prompt, side by side, share it.
  public static Packed packed(List<TokenSequence> sequences) {
    return Packed.answers(
        sequences.stream().map(TokenSequence::ids).toList(),
        sequences.stream().mapToInt(TokenSequence::promptLength).toArray());
  }

  /// All ids but the last.
  public int[] withoutLast() {
    return Arrays.copyOf(ids, ids.length - 1);
  }
}
