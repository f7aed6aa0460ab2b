package cai.sequence;

import cai.tensor.Tensor;
import cai.transformer.sequences.RecordedPass;
import cai.transformer.sequences.SequenceRows;
import java.util.List;

/// The rows of sequences whose next token belongs to an answer. Only these rows pass the head.
///
/// @param sequences all rows
/// @param rows number of each row whose next token belongs to an answer, sequence by sequence
/// @param targets the token id that follows each of these rows
public record AnswerRows(SequenceRows sequences, int[] rows, int[] targets) {

  public static AnswerRows of(List<TokenSequence> sequences) {
    return of(sequences, SequenceRows.of(sequences.stream().map(TokenSequence::ids).toList()));
  }

  /// Without the last token of each sequence, which predicts nothing and which no other token sees.
  public static AnswerRows withoutLast(List<TokenSequence> sequences) {
    return of(
        sequences, SequenceRows.of(sequences.stream().map(TokenSequence::withoutLast).toList()));
  }

  /// Neighbouring answers to the same prompt share the rows of the prompt before its last token.
  public static AnswerRows sharingPrompts(List<TokenSequence> sequences) {
    return of(sequences, TokenSequence.rows(sequences));
  }

  /// The same without the last token of each sequence.
  public static AnswerRows sharedWithoutLast(List<TokenSequence> sequences) {
    return of(
        sequences,
        SequenceRows.answers(
            sequences.stream().map(TokenSequence::withoutLast).toList(),
            sequences.stream().mapToInt(TokenSequence::promptLength).toArray()));
  }

  private static AnswerRows of(List<TokenSequence> sequences, SequenceRows all) {
    int count = sequences.stream().mapToInt(TokenSequence::answerLength).sum();
    int[] rows = new int[count];
    int[] targets = new int[count];
    int at = 0;
    for (int i = 0; i < sequences.size(); i++) {
      int[] own = sequences.get(i).ids();
      for (int t = sequences.get(i).promptLength(); t < own.length; t++, at++) {
        rows[at] = all.row(i, t - 1);
        targets[at] = own[t];
      }
    }
    return new AnswerRows(all, rows, targets);
  }

  /// The rows of states that predict tokens of answers. **Shape**: [tokens, width] gives [rows,
  /// width].
  public Tensor pick(Tensor states) {
    return states.select(0, Tensor.of(rows, rows.length));
  }

  /// The tokens of the answers as targets of a loss.
  public RecordedPass.Targets targets(double temperature) {
    return new RecordedPass.Targets(rows, targets, temperature);
  }
}
