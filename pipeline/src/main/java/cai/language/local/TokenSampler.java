package cai.language.local;

import cai.language.Generation.Sampling;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Draws the next token of each sequence of a batch from its logits. Each sequence has its own
/// random generator, so a draw does not depend on the batch.
public record TokenSampler(Sampling sampling) {
  /// How many of the likeliest tokens are looked at first where only the likeliest may be drawn;
  /// four times as many are looked at while these do not suffice.
  private static final int FIRST_LOOK = 128;

  /// How many times a token is drawn for top-p before the likeliest tokens are sorted out. Each
  /// draw is accepted with at least the probability top-p.
  private static final int ROUNDS = 8;

  /// A drawn token and its log-probability at temperature 1 with nothing cut off, nats.
  public record Draw(int token, double logProbability) {}

  /// **Shape**: logits [batch, vocab].
  ///
  /// @throws NotFinite where a logit is NaN or infinite, so that nothing can be drawn
  public Draw[] draw(Tensor logits, RandomGenerator[] random) {
    Tensor logProbabilities = logits.logSoftmax(1);
    int[] tokens =
        sampling.temperature() == 0
            ? likeliest(logits)
            : drawn(probabilities(logits, logProbabilities), random);
    float[] chosen = logProbabilities.gather(1, Tensor.of(tokens, tokens.length, 1)).floats();
    var draws = new Draw[tokens.length];
    for (int i = 0; i < draws.length; i++)
      draws[i] =
          new Draw(
              tokens[i], NotFinite.require("the log-probability of a sampled token", chosen[i]));
    return draws;
  }

  /// Probabilities at the temperature of the sampling.
  private Tensor probabilities(Tensor logits, Tensor logProbabilities) {
    return sampling.temperature() == 1
        ? logProbabilities.exp()
        : logits.mul(1 / sampling.temperature()).softmax(1);
  }

  private static int[] likeliest(Tensor logits) {
    long[] best = logits.argmax(1).longs();
    int[] tokens = new int[best.length];
    for (int i = 0; i < tokens.length; i++) tokens[i] = (int) best[i];
    return tokens;
  }

  private int[] drawn(Tensor probabilities, RandomGenerator[] random) {
    if (sampling.topK() > 0) return fromLikeliest(probabilities, random);
    return sampling.topP() < 1
        ? fromNucleus(probabilities, random)
        : fromAll(probabilities, random);
  }

  /// First the block of tokens that a draw falls into, then the token: few numbers leave the
  /// tensor.
  private static int[] fromAll(Tensor probabilities, RandomGenerator[] random) {
    int vocabulary = (int) probabilities.size(1);
    int width = blockWidth(vocabulary);
    int blocks = vocabulary / width;
    Tensor byBlock = probabilities.view((long) random.length * blocks, width);
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

  /// Draws from all tokens until the token is one of the likeliest that together reach top-p: which
  /// it is where the tokens likelier than it do not reach top-p. So nothing needs to be sorted.
  private int[] fromNucleus(Tensor probabilities, RandomGenerator[] random) {
    int[] tokens = new int[random.length];
    int[] open = IntStream.range(0, tokens.length).toArray();
    for (int round = 0; round < ROUNDS && open.length > 0; round++) {
      Tensor rows = rows(probabilities, open);
      int[] drawn = fromAll(rows, of(random, open));
      Tensor own = rows.gather(1, Tensor.of(drawn, drawn.length, 1));
      float[] likelier = rows.mul(rows.greaterThan(own)).sum(1).floats();
      var outside = IntStream.builder();
      for (int i = 0; i < open.length; i++) {
        if (likelier[i] < sampling.topP()) tokens[open[i]] = drawn[i];
        else outside.add(open[i]);
      }
      open = outside.build().toArray();
    }
    if (open.length == 0) return tokens;
    int[] rest = fromLikeliest(rows(probabilities, open), of(random, open));
    for (int i = 0; i < open.length; i++) tokens[open[i]] = rest[i];
    return tokens;
  }

  private static Tensor rows(Tensor all, int[] rows) {
    return rows.length == all.size(0) ? all : all.select(0, Tensor.of(rows));
  }

  private static RandomGenerator[] of(RandomGenerator[] all, int[] rows) {
    return Arrays.stream(rows).mapToObj(row -> all[row]).toArray(RandomGenerator[]::new);
  }

  /// The largest divisor of the vocabulary up to 256.
  private static int blockWidth(int vocabulary) {
    int width = Math.min(256, vocabulary);
    while (vocabulary % width != 0) width--;
    return width;
  }

  /// Draws from the likeliest tokens. How many are looked at depends on the row alone.
  private int[] fromLikeliest(Tensor probabilities, RandomGenerator[] random) {
    int vocabulary = (int) probabilities.size(1);
    int limit = sampling.topK() > 0 ? Math.min(sampling.topK(), vocabulary) : vocabulary;
    int[] tokens = new int[random.length];
    int[] open = IntStream.range(0, tokens.length).toArray();
    for (int look = Math.min(limit, FIRST_LOOK);
        open.length > 0;
        look = Math.min(limit, look * 4)) {
      Tensor.Top top = rows(probabilities, open).top(look);
      float[] values = top.values().floats();
      long[] indices = top.indices().longs();
      var outside = IntStream.builder();
      for (int i = 0; i < open.length; i++) {
        int from = i * look;
        if (look < limit && !reachesTopP(values, from, look)) {
          outside.add(open[i]);
          continue;
        }
        double uniform = random[open[i]].nextDouble();
        tokens[open[i]] =
            (int) indices[from + inverse(values, from, kept(values, from, look), uniform)];
      }
      open = outside.build().toArray();
    }
    return tokens;
  }

  private boolean reachesTopP(float[] values, int from, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) sum += values[from + i];
    return sum >= sampling.topP();
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

  /// The index at which the running sum passes a target; the last index with a positive value
  /// where, by rounding, it never does.
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
