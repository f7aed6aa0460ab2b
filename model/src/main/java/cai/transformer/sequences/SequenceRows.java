package cai.transformer.sequences;

import cai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The tokens of whole sequences as one list of rows, without padding: linear layers see one long
/// list, attention sees the sequences.
///
/// Sequences that begin with the same prompt may share the rows of that prompt. The first of them,
/// their leader, has these rows; the sequences that follow it have only the rest of their own.
///
/// @param ids of the token of each row // [tokens]
/// @param starts the first row of each sequence's own, and last the number of rows // [sequences +
///   1]
/// @param shared how many first tokens of each sequence are rows of its leader; 0 for a leader //
///   [sequences]
/// @param beginnings how many first tokens of each sequence may be shared, whether they are or not.
///   Attention to them is computed apart from attention to the tokens after them, so that a
///   sequence gets the same bits alone and among sequences that share its beginning // [sequences]
public record SequenceRows(int[] ids, int[] starts, int[] shared, int[] beginnings) {

  /// Sequences one after the other, each with all its rows.
  public static SequenceRows of(List<int[]> sequences) {
    return of(sequences, new int[sequences.size()], new int[sequences.size()]);
  }

  /// Sequences of a prompt and an answer. Neighbouring answers to the same prompt share the rows of
  /// all its tokens but the last, which predicts the first token of the answer.
  ///
  /// @param promptLengths how many tokens of each sequence are its prompt
  public static SequenceRows answers(List<int[]> sequences, int[] promptLengths) {
    int[] shared = new int[promptLengths.length];
    int leader = 0;
    for (int i = 1; i < shared.length; i++) {
      int prompt = promptLengths[i];
      int[] leading = sequences.get(leader);
      boolean alike =
          prompt == promptLengths[leader]
              && Arrays.equals(sequences.get(i), 0, prompt, leading, 0, prompt);
      if (alike) shared[i] = prompt - 1;
      if (shared[i] == 0) leader = i;
    }
    int[] beginnings = Arrays.stream(promptLengths).map(prompt -> prompt - 1).toArray();
    return of(sequences, shared, beginnings);
  }

  private static SequenceRows of(List<int[]> sequences, int[] shared, int[] beginnings) {
    int count = sequences.size();
    int[] starts = new int[count + 1];
    for (int i = 0; i < count; i++) starts[i + 1] = starts[i] + sequences.get(i).length - shared[i];
    int[] ids = new int[starts[count]];
    for (int i = 0; i < count; i++)
      System.arraycopy(sequences.get(i), shared[i], ids, starts[i], starts[i + 1] - starts[i]);
    return new SequenceRows(ids, starts, shared, beginnings);
  }

  /// Number of rows.
  public int tokens() {
    return ids.length;
  }

  /// Number of sequences.
  public int sequences() {
    return shared.length;
  }

  /// Number of rows that a sequence has of its own.
  public int own(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /// Number of tokens of a sequence, whether its rows are shared or not.
  public int length(int sequence) {
    return shared[sequence] + own(sequence);
  }

  /// The row of a token of a sequence.
  public int row(int sequence, int token) {
    return token < shared[sequence]
        ? starts[leader(sequence)] + token
        : starts[sequence] + token - shared[sequence];
  }

  private int leader(int sequence) {
    int leader = sequence;
    while (shared[leader] > 0) leader--;
    return leader;
  }

  /// The row of every token of every sequence, in order; shared rows come once for each sequence.
  public int[] unshared() {
    return IntStream.range(0, sequences())
        .flatMap(i -> IntStream.range(0, length(i)).map(token -> row(i, token)))
        .toArray();
  }

  /// Numbers of the sequences that lead, and last the number of sequences.
  int[] leaders() {
    return IntStream.rangeClosed(0, sequences())
        .filter(i -> i == sequences() || shared[i] == 0)
        .toArray();
  }

  /// Number of tokens of the longest sequence.
  int longest() {
    return IntStream.range(0, sequences()).map(this::length).max().orElse(0);
  }

  /// Position of each row's token in its sequence. **Shape**: [tokens].
  Tensor positions() {
    long[] positions = new long[tokens()];
    for (int i = 0; i < sequences(); i++)
      for (int row = starts[i]; row < starts[i + 1]; row++)
        positions[row] = shared[i] + row - starts[i];
    return Tensor.of(positions, positions.length);
  }
}
