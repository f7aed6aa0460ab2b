package cai.checkpoint;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.Arithmetic;
import cai.transformer.TrainedLayers;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.KeyValueCache.Room;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the decoder of opened model files computes, in the form of the reference values.
final class ReferenceDecoding implements AutoCloseable {
  private final Decoder decoder;

  ReferenceDecoding(ModelFiles files) {
    decoder = Decoder.load(files.config(), files::read, Arithmetic.FP32, TrainedLayers.none());
  }

  /// Log-probabilities of `ids[1:]`.
  float[] logProbabilities(int[] ids) {
    try (var _ = TensorScope.inference()) {
      int layers = decoder.config().layers();
      Tensor states =
          decoder
              .head()
              .normalized(decoder.sequences().below(layers, SequenceRows.of(List.of(ids))));
      Tensor rows = states.narrow(0, 0, ids.length - 1);
      return TokenLoss.logProbabilities(decoder, rows, Arrays.copyOfRange(ids, 1, ids.length));
    }
  }

  /// The largest difference between log-probabilities of a text and the reference.
  double largestDifference(ReferenceValues.Text text) {
    float[] found = logProbabilities(text.ids());
    double largest = 0;
    for (int i = 0; i < found.length; i++)
      largest = Math.max(largest, Math.abs(found[i] - text.logProbabilities()[i]));
    return largest;
  }

  /// The likeliest continuations of prompts, all in one batch.
  int[][] greedy(List<int[]> prompts, int tokens) {
    int longest = prompts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    int[][] continuations = new int[prompts.size()][tokens];
    try (KeyValueCache cache = decoder.cache(Room.sampling(prompts.size(), longest + tokens))) {
      var runs = new ArrayList<TokenRun>();
      for (int slot = 0; slot < prompts.size(); slot++)
        runs.add(TokenRun.chain(slot, prompts.get(slot)));
      for (int step = 0; step < tokens; step++) {
        int[] next = step(cache, runs);
        runs.clear();
        for (int slot = 0; slot < next.length; slot++) {
          continuations[slot][step] = next[slot];
          runs.add(TokenRun.chain(slot, next[slot]));
        }
      }
    }
    return continuations;
  }

  private int[] step(KeyValueCache cache, List<TokenRun> runs) {
    int[] ends = new int[runs.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += runs.get(i).ids().length;
      ends[i] = end - 1;
    }
    try (var _ = TensorScope.inference()) {
      boolean oneEach = end == ends.length;
      Tensor states =
          oneEach ? decoder.sampling().step(cache, runs) : decoder.reading().extend(cache, runs);
      Tensor last = states.select(0, Tensor.of(ends));
      long[] best = decoder.head().logits(last).argmax(1).longs();
      return Arrays.stream(best).mapToInt(Math::toIntExact).toArray();
    }
  }

  /// How many continuations are those of the reference, token for token.
  int equalContinuations(List<ReferenceValues.Greedy> greedy) {
    int[][] found = greedy(greedy.stream().map(ReferenceValues.Greedy::ids).toList(), 64);
    int equal = 0;
    for (int i = 0; i < found.length; i++)
      if (Arrays.equals(found[i], greedy.get(i).continuation())) equal++;
    return equal;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
