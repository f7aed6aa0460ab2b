package cai.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Sequences of a batch parted so that each part, padded to its longest, has a bounded number of
/// tokens. Sequences of similar length come together, so little is padding.
public final class MicroBatches {
  private MicroBatches() {}

  /// Numbers of sequences, part by part, longest first.
  ///
  /// @param tokens limit of `count * longest` of a part; a single sequence may exceed it
  public static List<int[]> of(List<TokenSequence> sequences, int tokens) {
    int[] order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparing(i -> -sequences.get(i).ids().length))
            .mapToInt(Integer::intValue)
            .toArray();
    var parts = new ArrayList<int[]>();
    for (int from = 0; from < order.length; ) {
      int longest = sequences.get(order[from]).ids().length;
      int count = Math.clamp(tokens / longest, 1, order.length - from);
      parts.add(IntStream.range(from, from + count).map(i -> order[i]).toArray());
      from += count;
    }
    return parts;
  }
}
