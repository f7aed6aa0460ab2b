package cai.preference;

import cai.preference.PreferenceSettings.Pooling;
import cai.sequence.AnswerRows;
import cai.sequence.MicroBatches;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// What the head reads of an answer: states of the decoder's last computed layer, pooled over the
/// answer. **Mask**: the answer's tokens, or the last of them, which is the end-of-text token.
///
/// @param decoder only the layers below the head
record Features(Decoder decoder, Pooling pooling) {

  /// Recorded for gradients where layers are trained. **Shape**: [sequences, width].
  Tensor of(List<TokenSequence> sequences) {
    AnswerRows rows = AnswerRows.of(sequences);
    Tensor states = decoder.stream(rows.ids(), decoder.config().layers());
    long time = states.size(1);
    float[] weights = new float[(int) (sequences.size() * states.size(0) * time)];
    long all = states.size(0) * time;
    for (int i = 0; i < sequences.size(); i++) {
      TokenSequence sequence = sequences.get(i);
      int length = sequence.ids().length;
      int from = pooling == Pooling.LAST ? length - 1 : sequence.promptLength();
      if (from == length) from--; // an empty answer is read at the end of its prompt
      for (int t = from; t < length; t++)
        weights[(int) (i * all + i * time + t)] = 1f / (length - from);
    }
    return Tensor.of(weights, sequences.size(), all).matmul(states.reshape(all, states.size(2)));
  }

  /// The features of many sequences without gradients, a batch of bounded size at a time.
  ///
  /// @param done is told after each batch how many are done in all
  /// @return one row of `width` for each sequence
  List<float[]> computed(List<TokenSequence> sequences, int tokensAtOnce, LongConsumer done) {
    var results = new ArrayList<float[]>();
    for (var _ : sequences) results.add(new float[0]);
    int width = decoder.config().width();
    long count = 0;
    for (int[] part : MicroBatches.of(sequences, tokensAtOnce)) {
      try (var _ = TensorScope.inference()) {
        float[] all = of(Arrays.stream(part).mapToObj(sequences::get).toList()).floats();
        for (int i = 0; i < part.length; i++)
          results.set(part[i], Arrays.copyOfRange(all, i * width, (i + 1) * width));
      }
      done.accept(count += part.length);
    }
    return results;
  }
}
