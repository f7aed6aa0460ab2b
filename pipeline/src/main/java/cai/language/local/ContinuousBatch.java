package cai.language.local;

import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Decoder;
import cai.transformer.KeyValueCache;
import cai.transformer.TokenRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/// Sequences that are sampled together, each in a slot of a cache. When one ends, the next that
/// waits takes its place, so that the passes stay full until none waits.
final class ContinuousBatch implements AutoCloseable {
  /// Fewer free slots than this share are left empty until more are: prompts are computed faster
  /// together.
  private static final int SHARE_LEFT_EMPTY = 8;

  /// Prompts with fewer tokens in common are computed one by one.
  private static final int WORTH_SHARING = 16;

  private final Decoder decoder;
  private final Passes passes;
  private final TokenSampler sampler;
  private final KeptSequences before;
  private final KeptSequences after;
  private final int prefix;
  private final KeyValueCache cache;
  private final List<Growing> active = new ArrayList<>(); // by slot

  /// @param before sequences that prompts may go on with
  /// @param after where ended sequences are kept
  /// @param capacity tokens of each sequence behind the prefix
  ContinuousBatch(
      Decoder decoder,
      SharedPrefix shared,
      KeptSequences before,
      KeptSequences after,
      int slots,
      int capacity,
      Sampling sampling) {
    this.decoder = decoder;
    this.passes = new Passes(decoder);
    this.sampler = new TokenSampler(sampling);
    this.before = before;
    this.after = after;
    this.prefix = shared.length();
    this.cache = shared.continued(decoder, slots, capacity);
  }

  /// Samples all to their ends.
  void run(List<Growing> sequences) {
    Deque<Growing> waiting = new ArrayDeque<>(sequences);
    while (!waiting.isEmpty() || !active.isEmpty()) {
      int free = cache.slots() - active.size();
      if (!waiting.isEmpty() && (active.isEmpty() || SHARE_LEFT_EMPTY * free >= cache.slots())) {
        var admitted = new ArrayList<Growing>();
        while (admitted.size() < free && !waiting.isEmpty()) admitted.add(waiting.removeFirst());
        admit(admitted);
      } else {
        step();
      }
      removeEnded();
    }
  }

  /// Computes prompts in free slots and samples their first tokens.
  private void admit(List<Growing> admitted) {
    var runs = new ArrayList<TokenRun>();
    for (Growing sequence : admitted) cache.truncate(active.size() + admitted.indexOf(sequence), 0);
    fill(admitted);
    for (int i = 0; i < admitted.size(); i++) {
      int slot = active.size() + i;
      int[] prompt = admitted.get(i).prompt();
      runs.add(TokenRun.chain(slot, Arrays.copyOfRange(prompt, cache.length(slot), prompt.length)));
    }
    try (var _ = TensorScope.inference()) {
      draw(admitted, passes.lastStates(cache, runs));
    }
    active.addAll(admitted);
  }

  /// Fills slots with what is known already, and with beginnings that several prompts have.
  private void fill(List<Growing> admitted) {
    var open = new ArrayList<Integer>();
    for (int i = 0; i < admitted.size(); i++) {
      int slot = active.size() + i;
      var known = before.continuedBy(admitted.get(i).prompt(), prefix);
      known.ifPresent(one -> cache.fill(slot, one.columns(), one.from(), one.count()));
      if (known.isEmpty()) open.add(i);
    }
    List<int[]> prompts = open.stream().map(i -> admitted.get(i).prompt()).toList();
    List<Fork> forks = forks(prompts);
    if (forks.isEmpty()) return;
    var runs = new ArrayList<TokenRun>();
    for (Fork fork : forks) {
      int first = fork.members().getFirst();
      runs.add(
          TokenRun.chain(
              active.size() + open.get(first),
              Arrays.copyOfRange(prompts.get(first), prefix, fork.length())));
    }
    try (var _ = TensorScope.inference()) {
      passes.lastStates(cache, runs);
    }
    for (Fork fork : forks)
      for (int member : fork.members().subList(1, fork.members().size()))
        cache.copy(
            active.size() + open.get(fork.members().getFirst()),
            active.size() + open.get(member),
            fork.length() - prefix);
  }

  /// Prompts with the same beginning.
  ///
  /// @param length of it
  private record Fork(List<Integer> members, int length) {}

  private List<Fork> forks(List<int[]> prompts) {
    var forks = new ArrayList<Fork>();
    List<Integer> order = Prompts.besideTheirLike(prompts);
    for (int start = 0; start < order.size(); ) {
      int[] first = prompts.get(order.get(start));
      int length = first.length - 1;
      int end = start + 1;
      for (; end < order.size(); end++) {
        int[] next = prompts.get(order.get(end));
        int common = Math.min(length, Math.min(Prompts.inCommon(first, next), next.length - 1));
        // One that shares little would leave the others with as little.
        if (common - prefix < WORTH_SHARING || 2 * (common - prefix) < length - prefix) break;
        length = common;
      }
      if (end > start + 1) forks.add(new Fork(order.subList(start, end), length));
      start = end;
    }
    return forks;
  }

  /// One more token for each sequence.
  private void step() {
    var runs = new ArrayList<TokenRun>();
    for (int slot = 0; slot < active.size(); slot++)
      runs.add(TokenRun.chain(slot, active.get(slot).lastToken()));
    try (var _ = TensorScope.inference()) {
      draw(active, decoder.extend(cache, runs));
    }
  }

  private void draw(List<Growing> sequences, Tensor states) {
    var randoms = sequences.stream().map(Growing::random).toArray(RandomGenerator[]::new);
    TokenSampler.Draw[] draws = sampler.draw(decoder.logits(states), randoms);
    for (int i = 0; i < draws.length; i++) sequences.get(i).add(draws[i]);
  }

  /// Keeps what ended and closes the gaps it leaves.
  private void removeEnded() {
    long columnBytes = KeyValueCache.columnBytes(decoder.config());
    for (int slot = 0; slot < active.size(); slot++)
      if (active.get(slot).ended()) after.keep(active.get(slot), cache, slot, prefix, columnBytes);
    for (int slot = 0; slot < active.size(); slot++) {
      while (!active.isEmpty() && active.getLast().ended()) active.removeLast();
      if (slot >= active.size() || !active.get(slot).ended()) continue;
      int last = active.size() - 1;
      cache.copy(last, slot, cache.length(last) - prefix);
      active.set(slot, active.removeLast());
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}
