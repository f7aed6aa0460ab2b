package cai.language.local;

import cai.sequence.MicroBatches;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.cache.KeyValueCache.Room;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Log-probabilities of given continuations. Prompts with a common beginning become one tree of
/// tokens, and many trees are read in one pass.
final class Scorer {
  /// Rows whose logits exist at the same time.
  private static final int LOGIT_ROWS = 256;

  private final Decoder decoder;
  private final SharedPrefix shared;
  private final FinishedSequences kept;

  Scorer(Decoder decoder, SharedPrefix shared, FinishedSequences kept) {
    this.decoder = decoder;
    this.shared = shared;
    this.kept = kept;
  }

  /// A tree, and the columns that it continues.
  private record Planted(ScoredTree tree, Optional<FinishedSequences.Continued> known) {
    int columns() {
      return tree.size() + known.map(FinishedSequences.Continued::count).orElse(0);
    }
  }

  List<List<double[]>> score(List<int[]> prompts, List<List<int[]>> continuations) {
    List<List<double[]>> scores =
        continuations.stream()
            .map(some -> some.stream().map(ids -> new double[ids.length]).toList())
            .toList();
    List<Planted> trees =
        alike(prompts).stream().map(group -> tree(group, prompts, continuations, scores)).toList();
    MicroBatches.inOrder(trees, planted -> planted.tree().size(), ReadingPasses.ROWS)
        .forEach(this::compute);
    return scores;
  }

  /// Numbers of the prompts of each tree. A prompt joins the tree of the prompt before it, in
  /// sorted order, if both have at least half of its tokens in common.
  private List<List<Integer>> alike(List<int[]> prompts) {
    var groups = new ArrayList<List<Integer>>();
    int[] before = {};
    int tokens = 0;
    for (int i : TokenPrompts.besideTheirLike(prompts)) {
      int[] prompt = prompts.get(i);
      int own = prompt.length - shared.length();
      int common = TokenPrompts.inCommon(before, prompt) - shared.length();
      boolean joins = common >= Math.max(TokenPrompts.WORTH_SHARING, own / 2);
      if (!joins || tokens + own - common > ReadingPasses.ROWS) {
        groups.add(new ArrayList<>());
        tokens = own;
      } else {
        tokens += own - common;
      }
      groups.getLast().add(i);
      before = prompt;
    }
    return groups;
  }

  private Planted tree(
      List<Integer> group,
      List<int[]> prompts,
      List<List<int[]>> continuations,
      List<List<double[]>> scores) {
    // Only a prompt that is a tree by itself can continue a finished sequence.
    Optional<FinishedSequences.Continued> known =
        group.size() == 1
            ? kept.continuedBy(prompts.get(group.getFirst()), shared.length())
            : Optional.empty();
    int from = shared.length() + known.map(FinishedSequences.Continued::count).orElse(0);
    var tree = new ScoredTree();
    for (int i : group) tree.add(prompts.get(i), from, continuations.get(i), scores.get(i));
    return new Planted(tree, known);
  }

  private void compute(List<Planted> pass) {
    int capacity = pass.stream().mapToInt(Planted::columns).max().orElseThrow();
    var runs = new ArrayList<TokenRun>();
    var wanted = new ArrayList<ScoredTree.Wanted>();
    try (var cache = shared.continued(decoder, Room.reading(pass.size(), capacity));
        var _ = TensorScope.inference()) {
      int first = 0;
      for (int slot = 0; slot < pass.size(); slot++) {
        Planted planted = pass.get(slot);
        int at = slot;
        planted.known().ifPresent(one -> cache.fill(at, one.columns(), one.from(), one.count()));
        runs.add(planted.tree().run(slot));
        for (var one : planted.tree().wanted())
          wanted.add(
              new ScoredTree.Wanted(first + one.row(), one.token(), one.scores(), one.index()));
        first += planted.tree().size();
      }
      read(decoder.reading().extend(cache, runs), wanted);
    }
  }

  /// Computes the logits of each row once, and reads all wanted scores from them.
  private void read(Tensor states, List<ScoredTree.Wanted> wanted) {
    Map<Integer, List<ScoredTree.Wanted>> byRow = new LinkedHashMap<>();
    for (var one : wanted) byRow.computeIfAbsent(one.row(), _ -> new ArrayList<>()).add(one);
    int[] rows = byRow.keySet().stream().mapToInt(Integer::intValue).toArray();
    for (int from = 0; from < rows.length; from += LOGIT_ROWS) {
      int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + LOGIT_ROWS));
      try (var _ = TensorScope.inference()) {
        Tensor logits = decoder.head().logitsOnLanes(states.select(0, Tensor.of(some)));
        // By lanes: with several threads LibTorch splits the sum over a single row into other parts
        // than sums over many rows, which changes the last bits.
        int lanes = Math.min(Lanes.count(), some.length);
        Lanes.each(
            lanes,
            lane -> {
              int first = (int) Lanes.begin(some.length, lane, lanes);
              int end = (int) Lanes.begin(some.length, lane + 1, lanes);
              readRows(
                  logits.narrow(0, first, end - first),
                  Arrays.stream(some, first, end).mapToObj(byRow::get).toList());
            });
      }
    }
  }

  /// Computes log-probabilities in the same way as [TokenSampler], to the last bit.
  private static void readRows(Tensor logits, List<List<ScoredTree.Wanted>> wanted) {
    Tensor logProbabilities = logits.logSoftmax(1);
    for (int i = 0; i < wanted.size(); i++) {
      int[] tokens = wanted.get(i).stream().mapToInt(ScoredTree.Wanted::token).toArray();
      float[] values = logProbabilities.narrow(0, i, 1).select(1, Tensor.of(tokens)).floats();
      for (int k = 0; k < tokens.length; k++) {
        ScoredTree.Wanted one = wanted.get(i).get(k);
        one.scores()[one.index()] = values[k];
      }
    }
  }
}
