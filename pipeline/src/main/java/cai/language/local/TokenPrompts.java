package cai.language.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What the token ids of prompts have in common, and the orders in which prompts are taken.
final class TokenPrompts {
  /// Prompts with fewer tokens in common are computed separately.
  static final int WORTH_SHARING = 16;

  private TokenPrompts() {}

  /// Length of the beginning that both have in common.
  static int inCommon(int[] one, int[] other) {
    int mismatch = Arrays.mismatch(one, other);
    return mismatch < 0 ? one.length : mismatch;
  }

  /// Numbers of prompts, sorted so that prompts with a common beginning are neighbours.
  static List<Integer> besideTheirLike(List<int[]> prompts) {
    return IntStream.range(0, prompts.size())
        .boxed()
        .sorted((a, b) -> Arrays.compare(prompts.get(a), prompts.get(b)))
        .toList();
  }

  /// Numbers of prompts in groups of similar length, the longest first. In a group no prompt is
  /// shorter than half of the longest, so that equal room for all wastes little.
  ///
  /// @param skipped tokens of each prompt that do not count
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
