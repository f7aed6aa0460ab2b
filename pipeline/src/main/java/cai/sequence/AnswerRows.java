package cai.sequence;

import cai.tensor.Tensor;
import cai.transformer.Packed;
import cai.transformer.Recorded;
import java.util.List;

/// The rows of packed sequences whose next token belongs to an answer: only these pass the head.
///
/// @param packed the sequences
/// @param rows number of each counted row, sequence by sequence
/// @param targets the id that follows each row
public record AnswerRows(Packed packed, int[] rows, int[] targets) {

  public static AnswerRows of(List<TokenSequence> sequences) {
    return of(sequences, Packed.of(sequences.stream().map(TokenSequence::ids).toList()));
  }

  /// The same without the last token of each sequence, which predicts nothing and which no other
  /// sees.
  public static AnswerRows withoutLast(List<TokenSequence> sequences) {
    return of(sequences, Packed.of(sequences.stream().map(TokenSequence::withoutLast).toList()));
  }

  private static AnswerRows of(List<TokenSequence> sequences, Packed packed) {
    int count = sequences.stream().mapToInt(TokenSequence::answerLength).sum();
    int[] rows = new int[count];
    int[] targets = new int[count];
    int at = 0;
    for (int i = 0; i < sequences.size(); i++) {
      int[] own = sequences.get(i).ids();
      for (int t = sequences.get(i).promptLength(); t < own.length; t++, at++) {
        rows[at] = packed.row(i, t - 1);
        targets[at] = own[t];
      }
    }
    return new AnswerRows(packed, rows, targets);
  }

  /// The counted rows of states. **Shape**: [tokens, width] gives [rows, width].
  public Tensor pick(Tensor states) {
    return states.select(0, Tensor.of(rows, rows.length));
  }

  /// What a loss on the answers' tokens counts.
  public Recorded.Targets targets(double temperature) {
    return new Recorded.Targets(rows, targets, temperature);
  }
}
