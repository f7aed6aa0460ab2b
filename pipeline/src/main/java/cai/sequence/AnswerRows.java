package cai.sequence;

import cai.tensor.Tensor;
import java.util.List;

/// The rows of a padded batch whose next token belongs to an answer: only these pass the head.
///
/// @param ids padded at the end with 0 // [batch][time]
/// @param rows `sequence * time + position` of each counted row, sequence by sequence
/// @param targets the id that follows each row
public record AnswerRows(int[][] ids, int[] rows, int[] targets) {

  public static AnswerRows of(List<TokenSequence> sequences) {
    int time = sequences.stream().mapToInt(s -> s.ids().length).max().orElseThrow();
    int[][] ids = new int[sequences.size()][time];
    int count = sequences.stream().mapToInt(TokenSequence::answerLength).sum();
    int[] rows = new int[count];
    int[] targets = new int[count];
    int at = 0;
    for (int i = 0; i < ids.length; i++) {
      int[] own = sequences.get(i).ids();
      System.arraycopy(own, 0, ids[i], 0, own.length);
      for (int t = sequences.get(i).promptLength(); t < own.length; t++, at++) {
        rows[at] = i * time + t - 1;
        targets[at] = own[t];
      }
    }
    return new AnswerRows(ids, rows, targets);
  }

  /// The counted rows of states. **Shape**: [batch, time, width] gives [rows, width].
  public Tensor pick(Tensor states) {
    long all = states.size(0) * states.size(1);
    return states.reshape(all, states.size(2)).select(0, Tensor.of(rows, rows.length));
  }
}
