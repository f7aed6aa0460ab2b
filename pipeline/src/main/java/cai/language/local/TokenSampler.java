package cai.language.local;

import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import java.util.random.RandomGenerator;

/// Draws the next token of each sequence of a batch from its logits. Each sequence has its own
/// random generator, so a draw does not depend on the batch.
record TokenSampler(Sampling sampling) {
  /// Tokens looked at first when only the likeliest may be drawn; doubled while they do not
  /// suffice.
  private static final int FIRST_LOOK = 128;

  /// A drawn token and its log-probability at temperature 1 with nothing cut off, nats.
  record Draw(int token, double logProbability) {}

  /// **Shape**: logits [batch, vocab].
  Draw[] draw(Tensor logits, RandomGenerator[] random) {
    int[] tokens =
        sampling.temperature() == 0
            ? likeliest(logits)
            : sampling.topP() < 1 || sampling.topK() > 0
                ? fromLikeliest(logits, random)
                : fromAll(logits, random);
    Tensor column = Tensor.of(tokens, tokens.length, 1);
    float[] chosen = logits.gather(1, column).view(tokens.length).sub(logits.logSumExp(1)).floats();
    var draws = new Draw[tokens.length];
    for (int i = 0; i < draws.length; i++) draws[i] = new Draw(tokens[i], chosen[i]);
    return draws;
  }

  private static int[] likeliest(Tensor logits) {
    long[] best = logits.argmax(1).longs();
    int[] tokens = new int[best.length];
    for (int i = 0; i < tokens.length; i++) tokens[i] = (int) best[i];
    return tokens;
  }

  /// First the block of tokens that a draw falls into, then the token: few numbers leave the
  /// tensor.
  private int[] fromAll(Tensor logits, RandomGenerator[] random) {
    int vocabulary = (int) logits.size(1);
    int width = blockWidth(vocabulary);
    int blocks = vocabulary / width;
    Tensor byBlock =
        logits
            .mul(1 / sampling.temperature())
            .softmax(1)
            .view((long) random.length * blocks, width);
    float[] sums = byBlock.sum(1).floats();
    int[] chosen = new int[random.length];
    double[] left = new double[random.length];
    for (int i = 0; i < chosen.length; i++) {
      double uniform = random[i].nextDouble();
      chosen[i] = i * blocks + inverse(sums, i * blocks, blocks, uniform);
      left[i] =
          uniform * total(sums, i * blocks, blocks)
              - total(sums, i * blocks, chosen[i] - i * blocks);
    }
    float[] values = byBlock.select(0, Tensor.of(chosen)).floats();
    int[] tokens = new int[random.length];
    for (int i = 0; i < tokens.length; i++)
      tokens[i] = chosen[i] % blocks * width + passing(values, i * width, width, left[i]);
    return tokens;
  }

  /// The largest divisor of the vocabulary that is a handy width.
  private static int blockWidth(int vocabulary) {
    int width = Math.min(256, vocabulary);
    while (vocabulary % width != 0) width--;
    return width;
  }

  private int[] fromLikeliest(Tensor logits, RandomGenerator[] random) {
    Tensor probabilities = logits.mul(1 / sampling.temperature()).softmax(1);
    int vocabulary = (int) logits.size(1);
    int limit = sampling.topK() > 0 ? Math.min(sampling.topK(), vocabulary) : vocabulary;
    int look = Math.min(limit, FIRST_LOOK);
    int[] tokens = new int[random.length];
    while (true) {
      Tensor.Top top = probabilities.top(look);
      float[] values = top.values().floats();
      boolean enough = look == limit || reachesTopP(values, look);
      if (enough) {
        long[] indices = top.indices().longs();
        for (int i = 0; i < tokens.length; i++) {
          int kept = kept(values, i * look, look);
          tokens[i] =
              (int) indices[i * look + inverse(values, i * look, kept, random[i].nextDouble())];
        }
        return tokens;
      }
      look = Math.min(limit, look * 4);
    }
  }

  private boolean reachesTopP(float[] values, int look) {
    for (int row = 0; row < values.length; row += look) {
      double sum = 0;
      for (int i = 0; i < look; i++) sum += values[row + i];
      if (sum < sampling.topP()) return false;
    }
    return true;
  }

  /// The smallest number of values, largest first, whose sum reaches top-p.
  private int kept(float[] values, int from, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[from + i];
      if (sum >= sampling.topP()) return i + 1;
    }
    return count;
  }

  /// The index at which the running sum of (not yet normalised) probabilities passes `uniform` of
  /// their total.
  private static int inverse(float[] values, int from, int count, double uniform) {
    return passing(values, from, count, uniform * total(values, from, count));
  }

  private static double total(float[] values, int from, int count) {
    double total = 0;
    for (int i = 0; i < count; i++) total += values[from + i];
    return total;
  }

  /// The index at which the running sum passes a target; the last possible one where rounding keeps
  /// it from that.
  private static int passing(float[] values, int from, int count, double target) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
      sum += values[from + i];
      if (sum > target) return i;
      if (values[from + i] > 0) last = i;
    }
    return last;
  }
}
