package cai.language.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What token ids of prompts have in common, and orders to take them in.
final class Prompts {
  /// Prompts with fewer tokens in common are computed apart.
  static final int WORTH_SHARING = 16;

  private Prompts() {}

  /// Tokens at the beginning that are the same.
  static int inCommon(int[] one, int[] other) {
    int mismatch = Arrays.mismatch(one, other);
    return mismatch < 0 ? one.length : mismatch;
  }

  /// Numbers of prompts, those with a common beginning side by side.
  static List<Integer> besideTheirLike(List<int[]> prompts) {
    return IntStream.range(0, prompts.size())
        .boxed()
        .sorted((a, b) -> Arrays.compare(prompts.get(a), prompts.get(b)))
        .toList();
  }

  /// Numbers of prompts in groups of similar length, the longest group first: none is shorter than
  /// half of the longest in its group, so that equal room for all wastes little.
  static List<List<Integer>> ofSimilarLength(List<int[]> prompts, int skipped) {
    var order =
        IntStream.range(0, prompts.size())
            .boxed()
            .sorted(Comparator.comparing(i -> -prompts.get(i).length))
            .toList();
    var groups = new ArrayList<List<Integer>>();
    int longest = 0;
    for (int i : order) {
      int own = prompts.get(i).length - skipped;
      if (groups.isEmpty() || 2 * own < longest) {
        groups.add(new ArrayList<>());
        longest = own;
      }
      groups.getLast().add(i);
    }
    return groups;
  }
}
