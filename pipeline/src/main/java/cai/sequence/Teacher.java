package cai.sequence;

import cai.run.Progress;
import cai.sequence.LowerLayers.Lessons;
import cai.tensor.Tensor;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.RecordedPass.Teaching;
import java.nio.file.Path;
import java.util.List;

/// A model as it was before its training: the distributions of the next token that the trained
/// model is held near. What it makes of the sequences is computed once and kept in a file.
public final class Teacher implements AutoCloseable {
  /// The file in which a stage keeps what its teacher makes of the sequences; deleted with the
  /// stage's checkpoint.
  public static final String FILE = "checkpoint-teacher.bin";

  private final Decoder before;
  private final FrozenStreams streams;

  private Teacher(Decoder before, FrozenStreams streams) {
    this.before = before;
    this.streams = streams;
  }

  /// @param lessons the decoder, not trained yet, and the sequences that the teacher is asked about
  /// @param folder of the stage
  public static Teacher of(Lessons lessons, Path folder, Progress progress) {
    Decoder before = lessons.decoder().frozenCopy();
    try {
      // Nothing of the copy is trained, so the streams have passed all its layers.
      return new Teacher(
          before, FrozenStreams.of(folder.resolve(FILE), lessons.of(before), progress));
    } catch (RuntimeException | Error e) {
      before.close();
      throw e;
    }
  }

  /// How the answers of sequences are predicted.
  ///
  /// @param sequences some of the lessons
  /// @param rows of the student's stream, from which the same tokens are predicted, in the order of
  ///   the sequences
  /// @param weight of the divergence
  public Teaching of(List<TokenSequence> sequences, int[] rows, double weight) {
    if (sequences.isEmpty()) return Teaching.none();
    AnswerRows own = AnswerRows.of(sequences);
    Tensor stream = streams.stream(sequences, own.sequences());
    Tensor states = before.head().normalized(own.pick(stream));
    return new Teaching(rows, states, before.head()::logitsOfRows, weight);
  }

  @Override
  public void close() {
    streams.close();
    before.close();
  }
}
