package cai.transformer;

import cai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Whole sequences laid one behind the other without padding: linear layers see one long list of
/// tokens, attention sees the sequences.
///
/// Sequences that begin alike may share the rows of these tokens: those of the first, which leads
/// the sequences behind it.
///
/// @param ids of all rows // [tokens]
/// @param starts the first row of each sequence's own, and behind them the number of rows //
///   [sequences + 1]
/// @param shared how many tokens of each sequence are the first rows of its leader; 0 for a leader
///   // [sequences]
/// @param beginnings how many first tokens of each sequence may be shared, whether they are or not:
///   attention to them is computed apart from attention to the tokens behind them, so that a
///   sequence gives the same bits with those that share its beginning and alone // [sequences]
public record Packed(int[] ids, int[] starts, int[] shared, int[] beginnings) {

  /// Lays sequences one behind the other; each has all its rows.
  public static Packed of(List<int[]> sequences) {
    return of(sequences, new int[sequences.size()], new int[sequences.size()]);
  }

  /// The same, but answers to the same prompt that stand one behind the other share its rows, all
  /// but that of the prompt's last token, which tells what begins the answer.
  ///
  /// @param promptLengths how many tokens of each sequence are its prompt
  public static Packed answers(List<int[]> sequences, int[] promptLengths) {
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

  private static Packed of(List<int[]> sequences, int[] shared, int[] beginnings) {
    int count = sequences.size();
    int[] starts = new int[count + 1];
    for (int i = 0; i < count; i++) starts[i + 1] = starts[i] + sequences.get(i).length - shared[i];
    int[] ids = new int[starts[count]];
    for (int i = 0; i < count; i++)
      System.arraycopy(sequences.get(i), shared[i], ids, starts[i], starts[i + 1] - starts[i]);
    return new Packed(ids, starts, shared, beginnings);
  }

  /// Rows of all sequences, shared ones counted once.
  public int tokens() {
    return ids.length;
  }

  public int sequences() {
    return shared.length;
  }

  /// Rows of a sequence alone.
  public int own(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /// Tokens of a sequence.
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

  /// The rows of all tokens, sequence by sequence.
  public int[] unshared() {
    return IntStream.range(0, sequences())
        .flatMap(i -> IntStream.range(0, length(i)).map(token -> row(i, token)))
        .toArray();
  }

  /// The numbers of the sequences that lead, and behind them the number of sequences.
  int[] leaders() {
    return IntStream.rangeClosed(0, sequences())
        .filter(i -> i == sequences() || shared[i] == 0)
        .toArray();
  }

  /// Longest sequence.
  int longest() {
    return IntStream.range(0, sequences()).map(this::length).max().orElse(0);
  }

  /// The place of each row's token in its sequence. **Shape**: [tokens].
  Tensor positions() {
    long[] positions = new long[tokens()];
    for (int i = 0; i < sequences(); i++)
      for (int row = starts[i]; row < starts[i + 1]; row++)
        positions[row] = shared[i] + row - starts[i];
    return Tensor.of(positions, positions.length);
  }
}
