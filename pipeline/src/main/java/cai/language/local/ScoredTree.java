package cai.language.local;

import cai.transformer.cache.TokenRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Prompts and their continuations as one tree of tokens. Tokens that they share are in the tree
/// once, and one pass computes all.
final class ScoredTree {
  private final List<Integer> ids = new ArrayList<>();
  private final List<Integer> parents = new ArrayList<>();
  private final Map<Branch, Integer> children = new HashMap<>();
  private final List<Wanted> wanted = new ArrayList<>();

  private record Branch(int parent, int id) {}

  /// A log-probability to be computed.
  ///
  /// @param row of the tree whose next token this is
  /// @param scores array that the log-probability is written into, at `index`
  record Wanted(int row, int token, double[] scores, int index) {}

  /// Adds a prompt and its continuations.
  ///
  /// @param from number of the prompt's first token that is not in the cache
  /// @param scores arrays for the log-probabilities of each continuation
  void add(int[] prompt, int from, List<int[]> continuations, List<double[]> scores) {
    int end = TokenRun.CACHED;
    for (int i = from; i < prompt.length; i++) end = child(end, prompt[i]);
    for (int c = 0; c < continuations.size(); c++) {
      int[] continuation = continuations.get(c);
      int node = end;
      for (int i = 0; i < continuation.length; i++) {
        wanted.add(new Wanted(node, continuation[i], scores.get(c), i));
        if (i + 1 < continuation.length) node = child(node, continuation[i]);
      }
    }
  }

  private int child(int parent, int id) {
    return children.computeIfAbsent(
        new Branch(parent, id),
        _ -> {
          ids.add(id);
          parents.add(parent);
          return ids.size() - 1;
        });
  }

  int size() {
    return ids.size();
  }

  TokenRun run(int slot) {
    return new TokenRun(slot, ints(ids), ints(parents));
  }

  List<Wanted> wanted() {
    return wanted;
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
