package cai.preference;

import cai.preference.PreferenceSettings.Pooling;
import cai.sequence.LowerLayers;
import cai.sequence.MicroBatches;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.RecordedPass;
import cai.transformer.sequences.SequenceRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// What the head reads of an answer: states of the decoder's last computed layer, pooled over the
/// answer. **Mask**: the tokens of the answer's text, or the last of them; see [BaseModel#read].
///
/// @param decoder only the layers below the head
record Features(Decoder decoder, Pooling pooling) {

  /// Features that can be gone back to the trained layers.
  ///
  /// @param values recorded for gradients // [sequences, width]
  record Trace(RecordedPass recorded, Tensor states, Tensor values) {
    /// Adds the gradients of the trained layers, once `backward` has run on what came of the
    /// values.
    void backward() {
      recorded.backward(states.gradient());
    }
  }

  /// Computes features in the surrounding scope, which records.
  Trace traced(List<TokenSequence> sequences, LowerLayers lower) {
    SequenceRows rows = TokenSequence.rows(sequences);
    RecordedPass recorded = decoder.sequences().recorded(lower.stream(sequences, rows), rows);
    Tensor states = recorded.stream().detach().trained(true);
    return new Trace(recorded, states, weights(sequences, rows).matmul(states));
  }

  /// Where the computation of features begins.
  ///
  /// @param layers number of layers that the streams have passed
  record Start(int layers, LowerLayers streams) {}

  /// At the tokens, with the frozen layers.
  Start atTokens() {
    return new Start(decoder.trainedFrom(), LowerLayers.computed(decoder));
  }

  /// **Shape**: [sequences, width].
  private Tensor of(List<TokenSequence> sequences, Start start) {
    SequenceRows rows = TokenSequence.rows(sequences);
    Tensor stream = start.streams().stream(sequences, rows);
    Tensor states =
        decoder.sequences().carried(stream, rows, start.layers(), decoder.config().layers());
    return weights(sequences, rows).matmul(states);
  }

  /// What each token counts in the features of each sequence. **Shape**: [sequences, tokens].
  private Tensor weights(List<TokenSequence> sequences, SequenceRows rows) {
    int all = rows.tokens();
    float[] weights = new float[sequences.size() * all];
    for (int i = 0; i < sequences.size(); i++) {
      TokenSequence sequence = sequences.get(i);
      int length = sequence.ids().length;
      int from = pooling == Pooling.LAST ? length - 1 : sequence.promptLength();
      if (from == length) from--; // an empty answer is read at the end of its prompt
      for (int t = from; t < length; t++) weights[i * all + rows.row(i, t)] = 1f / (length - from);
    }
    return Tensor.of(weights, sequences.size(), all);
  }

  /// The features of many sequences without gradients, a batch of bounded size at a time.
  ///
  /// @param done is told after each batch how many are done in all
  /// @return one row of `width` for each sequence
  List<float[]> computed(List<TokenSequence> sequences, int tokensAtOnce, LongConsumer done) {
    return computed(sequences, atTokens(), tokensAtOnce, done);
  }

  /// The features of many sequences without gradients, computed from the layer that `start` names.
  List<float[]> computed(
      List<TokenSequence> sequences, Start start, int tokensAtOnce, LongConsumer done) {
    var results = new ArrayList<float[]>();
    for (var _ : sequences) results.add(new float[0]);
    int width = decoder.config().width();
    long count = 0;
    for (int[] part : MicroBatches.byPrompt(sequences, tokensAtOnce)) {
      try (var _ = TensorScope.inference()) {
        float[] all = of(Arrays.stream(part).mapToObj(sequences::get).toList(), start).floats();
        for (int i = 0; i < part.length; i++)
          results.set(part[i], Arrays.copyOfRange(all, i * width, (i + 1) * width));
      }
      done.accept(count += part.length);
    }
    return results;
  }
}
