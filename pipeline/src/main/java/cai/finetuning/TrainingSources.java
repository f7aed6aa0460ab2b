package cai.finetuning;

import cai.sequence.LowerLayers;
import cai.sequence.Teacher;
import cai.sequence.TokenSequence;
import cai.transformer.sequences.RecordedPass.Teaching;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the steps of a finetuning learn from, beside the sequences.
///
/// @param lower what the frozen layers make of the sequences
/// @param teacher present where helpful answers are self-distilled
/// @param helpful sequences
/// @param divergenceWeight of a token of a helpful answer; a token of a revision has 1
public record TrainingSources(
    LowerLayers lower,
    Optional<Teacher> teacher,
    Set<TokenSequence> helpful,
    double divergenceWeight)
    implements AutoCloseable {

  /// Whether the distributions before training are kept where this answer is predicted.
  boolean distils(TokenSequence sequence) {
    return teacher.isPresent() && helpful.contains(sequence);
  }

  /// @param sequences that are self-distilled
  /// @param rows from which their answers are predicted
  Teaching teaching(List<TokenSequence> sequences, int[] rows) {
    return teacher.map(one -> one.of(sequences, rows, divergenceWeight)).orElseGet(Teaching::none);
  }

  @Override
  public void close() {
    lower.close();
    teacher.ifPresent(Teacher::close);
  }
}
