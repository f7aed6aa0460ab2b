package cai.sequence;

import cai.run.Progress;
import cai.tensor.Tensor;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.nio.file.Path;
import java.util.List;

/// The source of the residual stream before the first trained layer.
@FunctionalInterface
public interface LowerLayers extends AutoCloseable {
  /// The file in which a stage keeps the streams of its sequences after the frozen layers; deleted
  /// with the stage's checkpoint.
  String FILE = "checkpoint-frozen.bin";

  /// **Shape**: [tokens, width].
  ///
  /// @param rows of the sequences, in their order
  Tensor stream(List<TokenSequence> sequences, SequenceRows rows);

  @Override
  default void close() {}

  /// Computes the stream with the decoder each time.
  static LowerLayers computed(Decoder decoder) {
    return (_, rows) -> decoder.sequences().below(decoder.trainedFrom(), rows);
  }

  /// For a training in epochs: where layers are frozen and sequences are seen more than once,
  /// streams are computed once and kept in a file.
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
  /// @param sequences the same objects that [#stream] is asked for
  /// @param tokensAtOnce bounds memory
  record Lessons(
      String stage, Decoder decoder, List<TokenSequence> sequences, int epochs, int tokensAtOnce) {
    /// The same for another decoder.
    Lessons of(Decoder other) {
      return new Lessons(stage, other, sequences, epochs, tokensAtOnce);
    }
  }
}
