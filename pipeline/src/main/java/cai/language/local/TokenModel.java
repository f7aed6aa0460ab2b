package cai.language.local;

import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.tokenizer.Tokenizer;
import cai.training.TokenLoss;
import cai.transformer.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Generation and scoring on token ids. Items are taken in batches of similar length; each batch
/// shares what its prompts share.
///
/// **Thread-safety**: one thread at a time.
public final class TokenModel implements AutoCloseable {
  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final int rows;
  private final PrefixShelf prefixes = new PrefixShelf();
  private SharedPrefix prefix = new SharedPrefix();

  /// @param rows sequences in one batch
  public TokenModel(Decoder decoder, Tokenizer tokenizer, int rows) {
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.rows = rows;
  }

  /// A prompt and its source of random numbers.
  public record Item(int[] prompt, RandomGenerator random) {}

  /// Sampled ids, end-of-text and stop text included, with their log-probabilities at temperature
  /// 1.
  ///
  /// @param text decoded, without end-of-text and stop text
  public record Sampled(int[] ids, double[] logProbabilities, String text, Ending ending) {}

  /// Samples a continuation of each item, in the order of the items.
  public List<Sampled> generate(List<Item> items, Sampling sampling) {
    List<int[]> prompts = items.stream().map(Item::prompt).toList();
    share(prompts);
    var results = new Sampled[items.size()];
    for (int[] batch : batches(prompts)) {
      List<Item> some = Arrays.stream(batch).mapToObj(items::get).toList();
      List<Sampled> sampled = sample(some, sampling);
      for (int i = 0; i < batch.length; i++) results[batch[i]] = sampled.get(i);
    }
    return List.of(results);
  }

  private void share(List<int[]> prompts) {
    for (int[] prompt : prompts)
      if (prompt.length == 0) throw new IllegalArgumentException("an empty prompt");
    int shared = SharedPrefix.sharedLength(prompts);
    prefix = prefixes.of(decoder, Arrays.copyOf(prompts.getFirst(), shared));
  }

  /// Numbers of prompts, batch by batch, longest first.
  private List<int[]> batches(List<int[]> prompts) {
    int[] order =
        IntStream.range(0, prompts.size())
            .boxed()
            .sorted(Comparator.comparing(i -> -prompts.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    var batches = new ArrayList<int[]>();
    for (int from = 0; from < order.length; from += rows)
      batches.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + rows)));
    return batches;
  }

  private List<Sampled> sample(List<Item> items, Sampling sampling) {
    var sampler = new TokenSampler(sampling);
    var growing =
        items.stream().map(item -> new Growing(tokenizer, sampling, item.random())).toList();
    List<Growing> active = growing;
    List<int[]> prompts = items.stream().map(Item::prompt).toList();
    try (var batch = PromptBatch.of(decoder, prompts, prefix, sampling.maxTokens())) {
      while (true) {
        TokenSampler.Draw[] draws;
        try (var _ = TensorScope.inference()) {
          var randoms = active.stream().map(Growing::random).toArray(RandomGenerator[]::new);
          draws = sampler.draw(batch.logits(), randoms);
        }
        for (int i = 0; i < draws.length; i++) active.get(i).add(draws[i]);
        int[] left = unended(active);
        if (left.length == 0) break;
        if (left.length < active.size()) {
          batch.select(left);
          active = active.stream().filter(one -> !one.ended()).toList();
        }
        batch.append(active.stream().mapToInt(Growing::lastToken).toArray());
      }
    }
    return growing.stream().map(Growing::sampled).toList();
  }

  private static int[] unended(List<Growing> growing) {
    return IntStream.range(0, growing.size()).filter(i -> !growing.get(i).ended()).toArray();
  }

  /// Log-probabilities of given continuations.
  ///
  /// @param continuations ids of each continuation of each prompt, none empty
  /// @return for each prompt and continuation the log-probability of each of its tokens, nats
  public List<List<double[]>> score(List<int[]> prompts, List<List<int[]>> continuations) {
    share(prompts);
    var results = new ArrayList<List<double[]>>();
    for (var _ : prompts) results.add(List.of());
    for (int[] batch : batches(prompts)) {
      List<int[]> some = Arrays.stream(batch).mapToObj(prompts::get).toList();
      List<List<int[]>> wanted = Arrays.stream(batch).mapToObj(continuations::get).toList();
      List<List<double[]>> scored = scoreBatch(some, wanted);
      for (int i = 0; i < batch.length; i++) results.set(batch[i], scored.get(i));
    }
    return results;
  }

  private List<List<double[]>> scoreBatch(List<int[]> prompts, List<List<int[]>> wanted) {
    int room = wanted.stream().flatMap(List::stream).mapToInt(ids -> ids.length).max().orElse(1);
    var results = new ArrayList<List<double[]>>();
    try (var batch = PromptBatch.of(decoder, prompts, prefix, room);
        var _ = TensorScope.inference()) {
      float[] sums = batch.logits().logSumExp(1).floats();
      var longer = new ArrayList<Row>();
      for (int i = 0; i < prompts.size(); i++) {
        float[] logits = batch.logits().narrow(0, i, 1).floats();
        var scores = new ArrayList<double[]>();
        for (int[] ids : wanted.get(i)) {
          double[] score = new double[ids.length];
          score[0] = logits[ids[0]] - sums[i];
          scores.add(score);
          if (ids.length > 1) longer.add(new Row(i, ids, score));
        }
        results.add(scores);
      }
      // The other tokens of longer continuations: the context is branched, not computed again.
      for (int from = 0; from < longer.size(); from += 2 * rows)
        branch(batch, longer.subList(from, Math.min(longer.size(), from + 2 * rows)));
    }
    return results;
  }

  private record Row(int prompt, int[] ids, double[] score) {}

  private void branch(PromptBatch batch, List<Row> rows) {
    int time = rows.stream().mapToInt(row -> row.ids().length - 1).max().orElseThrow();
    int[][] ids = new int[rows.size()][time];
    boolean[][] real = new boolean[rows.size()][time];
    for (int i = 0; i < ids.length; i++) {
      int length = rows.get(i).ids().length - 1;
      System.arraycopy(rows.get(i).ids(), 0, ids[i], 0, length);
      Arrays.fill(real[i], 0, length, true);
    }
    int[] parents = rows.stream().mapToInt(Row::prompt).toArray();
    try (var branches = batch.branches(parents);
        var _ = TensorScope.inference()) {
      Tensor states = decoder.extend(branches, ids, real);
      for (int i = 0; i < ids.length; i++) {
        int[] all = rows.get(i).ids();
        int[] targets = Arrays.copyOfRange(all, 1, all.length);
        Tensor own = states.narrow(0, i, 1).narrow(1, 0, targets.length);
        float[] scores =
            TokenLoss.logProbabilities(
                decoder, own.reshape(targets.length, states.size(2)), targets);
        for (int t = 0; t < scores.length; t++) rows.get(i).score()[t + 1] = scores[t];
      }
    }
  }

  @Override
  public void close() {
    prefixes.close();
  }
}
