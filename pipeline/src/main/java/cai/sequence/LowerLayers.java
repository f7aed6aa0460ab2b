package cai.sequence;

import cai.run.Progress;
import cai.tensor.Tensor;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.nio.file.Path;
import java.util.List;

/// Where the residual stream below the first trained layer comes from.
@FunctionalInterface
public interface LowerLayers extends AutoCloseable {
  /// Where a stage keeps what frozen layers make of its sequences; goes with its checkpoint.
  String FILE = "checkpoint-frozen.bin";

  /// **Shape**: [tokens, width].
  ///
  /// @param rows the sequences, packed in their order
  Tensor stream(List<TokenSequence> sequences, SequenceRows rows);

  @Override
  default void close() {}

  /// From the decoder, each time anew.
  static LowerLayers computed(Decoder decoder) {
    return (_, rows) -> decoder.sequences().below(decoder.trainedFrom(), rows);
  }

  /// For a training in epochs: where layers are frozen and sequences come again, what the layers
  /// make of them is computed once and kept in a file.
  ///
  /// @param folder of the stage
  static LowerLayers of(Lessons lessons, Path folder, Progress progress) {
    boolean again = lessons.epochs() > 1 && lessons.decoder().trainedFrom() > 0;
    return again
        ? FrozenStreams.of(folder.resolve(FILE), lessons, progress)
        : computed(lessons.decoder());
  }

  /// A training in epochs.
  ///
  /// @param stage its name
  /// @param sequences the very objects that will be asked for
  /// @param tokensAtOnce bounds memory
  record Lessons(
      String stage, Decoder decoder, List<TokenSequence> sequences, int epochs, int tokensAtOnce) {}
}
