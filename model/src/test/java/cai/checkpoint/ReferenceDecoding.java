package cai.checkpoint;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.Arithmetic;
import cai.transformer.Decoder;
import cai.transformer.KeyValueCache;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// What the decoder of opened model files computes, in the form of the reference values.
final class ReferenceDecoding implements AutoCloseable {
  private final Decoder decoder;

  ReferenceDecoding(ModelFiles files) {
    decoder = Decoder.load(files.config(), files::read, Arithmetic.FP32, OptionalInt.empty());
  }

  /// Log-probabilities of `ids[1:]`.
  float[] logProbabilities(int[] ids) {
    try (var _ = TensorScope.inference()) {
      Tensor states =
          decoder.normalized(decoder.stream(new int[][] {ids}, decoder.config().layers()));
      Tensor rows = states.view(ids.length, decoder.config().width()).narrow(0, 0, ids.length - 1);
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

  /// The likeliest continuations of prompts, all in one batch with padding in front.
  int[][] greedy(List<int[]> prompts, int tokens) {
    int longest = prompts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    int[][] ids = new int[prompts.size()][longest];
    boolean[][] real = new boolean[prompts.size()][longest];
    for (int row = 0; row < ids.length; row++) {
      int padding = longest - prompts.get(row).length;
      System.arraycopy(prompts.get(row), 0, ids[row], padding, prompts.get(row).length);
      Arrays.fill(real[row], padding, longest, true);
    }
    int[][] continuations = new int[prompts.size()][tokens];
    try (KeyValueCache cache = decoder.cache(prompts.size(), longest + tokens)) {
      for (int step = 0; step < tokens; step++) {
        int[] next = step(cache, ids, real);
        ids = new int[next.length][1];
        real = new boolean[next.length][1];
        for (int row = 0; row < next.length; row++) {
          continuations[row][step] = next[row];
          ids[row][0] = next[row];
          real[row][0] = true;
        }
      }
    }
    return continuations;
  }

  private int[] step(KeyValueCache cache, int[][] ids, boolean[][] real) {
    try (var _ = TensorScope.inference()) {
      Tensor states = decoder.extend(cache, ids, real);
      Tensor last = states.narrow(1, ids[0].length - 1, 1).view(ids.length, -1);
      long[] best = decoder.logits(last).argmax(1).longs();
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
