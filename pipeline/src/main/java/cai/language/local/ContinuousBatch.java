package cai.language.local;

import cai.language.Generation.Sampling;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/// Sequences that are sampled together, each in a slot of a cache. When one ends, the next one that
/// waits takes its slot, so that steps stay full until no sequence waits (continuous batching, Yu
/// et al. 2022).
final class ContinuousBatch implements AutoCloseable {
  /// Waiting sequences are admitted once one slot in this number of slots is free, because prompts
  /// are read faster together.
  private static final int SLOTS_FOR_A_FREE_ONE = 8;

  private final Decoder decoder;
  private final ReadingPasses passes;
  private final TokenSampler sampler;
  private final FinishedSequences before;
  private final FinishedSequences after;
  private final int prefix;
  private final KeyValueCache cache;
  private final List<SequenceInProgress> active = new ArrayList<>(); // by slot

  /// @param before finished sequences that prompts may continue
  /// @param after where sequences are kept when they end
  /// @param capacity largest number of tokens of each sequence after the prefix
  ContinuousBatch(
      Decoder decoder,
      SharedPrefix shared,
      FinishedSequences before,
      FinishedSequences after,
      int slots,
      int capacity,
      Sampling sampling) {
    this.decoder = decoder;
    this.passes = new ReadingPasses(decoder);
    this.sampler = new TokenSampler(sampling);
    this.before = before;
    this.after = after;
    this.prefix = shared.length();
    this.cache = shared.continued(decoder, KeyValueCache.Room.sampling(slots, capacity));
  }

  /// Samples until all sequences have ended.
  void run(List<SequenceInProgress> sequences) {
    Deque<SequenceInProgress> waiting = new ArrayDeque<>(sequences);
    while (!waiting.isEmpty() || !active.isEmpty()) {
      int free = cache.slots() - active.size();
      if (!waiting.isEmpty()
          && (active.isEmpty() || SLOTS_FOR_A_FREE_ONE * free >= cache.slots())) {
        var admitted = new ArrayList<SequenceInProgress>();
        while (admitted.size() < free && !waiting.isEmpty()) admitted.add(waiting.removeFirst());
        admit(admitted);
      } else {
        step();
      }
      removeEnded();
    }
  }

  /// Reads prompts into free slots and samples their first tokens.
  private void admit(List<SequenceInProgress> admitted) {
    int first = active.size();
    for (int i = 0; i < admitted.size(); i++) cache.truncate(first + i, 0);
    fill(first, admitted.stream().map(SequenceInProgress::prompt).toList());
    var runs = new ArrayList<TokenRun>();
    for (int i = 0; i < admitted.size(); i++) {
      int slot = first + i;
      int[] prompt = admitted.get(i).prompt();
      runs.add(TokenRun.chain(slot, Arrays.copyOfRange(prompt, cache.length(slot), prompt.length)));
    }
    try (var _ = TensorScope.inference()) {
      draw(admitted, passes.lastStates(cache, runs));
    }
    active.addAll(admitted);
  }

  /// Fills slots with columns of finished sequences that the prompts continue. Beginnings that
  /// several of the other prompts have in common are read once and copied.
  ///
  /// @param first slot of the first prompt
  private void fill(int first, List<int[]> prompts) {
    var open = new ArrayList<OpenSlot>();
    for (int i = 0; i < prompts.size(); i++) {
      int slot = first + i;
      var known = before.continuedBy(prompts.get(i), prefix);
      known.ifPresent(one -> cache.fill(slot, one.columns(), one.from(), one.count()));
      if (known.isEmpty()) open.add(new OpenSlot(slot, prompts.get(i)));
    }
    List<Fork> forks = forks(open);
    if (forks.isEmpty()) return;
    try (var _ = TensorScope.inference()) {
      passes.lastStates(cache, forks.stream().map(fork -> fork.run(prefix)).toList());
    }
    for (Fork fork : forks)
      for (OpenSlot member : fork.members().subList(1, fork.members().size()))
        cache.copy(fork.members().getFirst().slot(), member.slot(), fork.length() - prefix);
  }

  /// A prompt that continues no finished sequence.
  private record OpenSlot(int slot, int[] prompt) {}

  /// Prompts with the same beginning.
  ///
  /// @param length tokens of the beginning
  private record Fork(List<OpenSlot> members, int length) {
    TokenRun run(int prefix) {
      OpenSlot first = members.getFirst();
      return TokenRun.chain(first.slot(), Arrays.copyOfRange(first.prompt(), prefix, length));
    }
  }

  private List<Fork> forks(List<OpenSlot> open) {
    var forks = new ArrayList<Fork>();
    List<OpenSlot> order =
        TokenPrompts.besideTheirLike(open.stream().map(OpenSlot::prompt).toList()).stream()
            .map(open::get)
            .toList();
    for (int start = 0; start < order.size(); ) {
      int[] first = order.get(start).prompt();
      int length = first.length - 1;
      int end = start + 1;
      for (; end < order.size(); end++) {
        int[] next = order.get(end).prompt();
        int common =
            Math.min(length, Math.min(TokenPrompts.inCommon(first, next), next.length - 1));
        // A prompt that shares little would leave the other prompts with as little to share.
        if (common - prefix < TokenPrompts.WORTH_SHARING || 2 * (common - prefix) < length - prefix)
          break;
        length = common;
      }
      if (end > start + 1) forks.add(new Fork(order.subList(start, end), length));
      start = end;
    }
    return forks;
  }

  /// Samples one more token for each sequence.
  private void step() {
    var runs = new ArrayList<TokenRun>();
    for (int slot = 0; slot < active.size(); slot++)
      runs.add(TokenRun.chain(slot, active.get(slot).lastToken()));
    try (var _ = TensorScope.inference()) {
      draw(active, decoder.sampling().step(cache, runs));
    }
  }

  private void draw(List<SequenceInProgress> sequences, Tensor states) {
    var randoms =
        sequences.stream().map(SequenceInProgress::random).toArray(RandomGenerator[]::new);
    Tensor logits = decoder.head().logitsOnLanes(states);
    TokenSampler.Draw[] draws = onLanes(logits, randoms);
    for (int i = 0; i < draws.length; i++) sequences.get(i).add(draws[i]);
  }

  /// Each lane draws for some of the sequences, even where there are few: with several threads,
  /// LibTorch splits a sum over one row into other parts than sums over many rows, which changes
  /// the last bits.
  private TokenSampler.Draw[] onLanes(Tensor logits, RandomGenerator[] randoms) {
    var draws = new TokenSampler.Draw[randoms.length];
    int lanes = Math.min(Lanes.count(), randoms.length);
    Lanes.each(
        lanes,
        lane -> {
          int from = (int) Lanes.begin(randoms.length, lane, lanes);
          int to = (int) Lanes.begin(randoms.length, lane + 1, lanes);
          var drawn =
              sampler.draw(
                  logits.narrow(0, from, to - from), Arrays.copyOfRange(randoms, from, to));
          System.arraycopy(drawn, 0, draws, from, drawn.length);
        });
    return draws;
  }

  /// Keeps the sequences that have ended, and moves others into their slots.
  private void removeEnded() {
    for (int slot = 0; slot < active.size(); slot++)
      if (active.get(slot).ended()) after.keep(active.get(slot), cache, slot);
    for (int slot = 0; slot < active.size(); slot++) {
      while (!active.isEmpty() && active.getLast().ended()) active.removeLast();
      if (slot >= active.size() || !active.get(slot).ended()) continue;
      int last = active.size() - 1;
      cache.copy(last, slot, cache.ownLength(last));
      active.set(slot, active.removeLast());
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}
