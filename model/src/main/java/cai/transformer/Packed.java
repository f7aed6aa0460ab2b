package cai.transformer;

import cai.tensor.Tensor;
import java.util.List;

/// Whole sequences laid one behind the other without padding: linear layers see one long list of
/// tokens, attention sees the sequences.
///
/// @param ids of all tokens // [tokens]
/// @param starts of the sequences, and behind them the number of tokens // [sequences + 1]
public record Packed(int[] ids, int[] starts) {

  /// Lays sequences one behind the other.
  public static Packed of(List<int[]> sequences) {
    int[] starts = new int[sequences.size() + 1];
    for (int i = 0; i < sequences.size(); i++) starts[i + 1] = starts[i] + sequences.get(i).length;
    int[] ids = new int[starts[sequences.size()]];
    for (int i = 0; i < sequences.size(); i++)
      System.arraycopy(sequences.get(i), 0, ids, starts[i], sequences.get(i).length);
    return new Packed(ids, starts);
  }

  /// Tokens of all sequences.
  public int tokens() {
    return ids.length;
  }

  public int sequences() {
    return starts.length - 1;
  }

  /// Tokens of a sequence.
  public int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /// Longest sequence.
  int longest() {
    int longest = 0;
    for (int i = 0; i < sequences(); i++) longest = Math.max(longest, length(i));
    return longest;
  }

  /// The place of each token in its sequence. **Shape**: [tokens].
  Tensor positions() {
    long[] positions = new long[tokens()];
    for (int i = 0; i < sequences(); i++)
      for (int t = starts[i]; t < starts[i + 1]; t++) positions[t] = t - starts[i];
    return Tensor.of(positions, positions.length);
  }
}
