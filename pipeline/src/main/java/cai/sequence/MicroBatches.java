package cai.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Sequences of a batch parted so that each part has a bounded number of tokens.
public final class MicroBatches {
  private MicroBatches() {}

  /// Numbers of sequences, part by part, longest first.
  ///
  /// @param tokens limit of a part; a single sequence may exceed it
  public static List<int[]> of(List<TokenSequence> sequences, int tokens) {
    int[] order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparing(i -> -sequences.get(i).ids().length))
            .mapToInt(Integer::intValue)
            .toArray();
    var parts = new ArrayList<int[]>();
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      int sum = sequences.get(order[from]).ids().length;
      while (to < order.length && sum + sequences.get(order[to]).ids().length <= tokens)
        sum += sequences.get(order[to++]).ids().length;
      parts.add(Arrays.copyOfRange(order, from, to));
      from = to;
    }
    return parts;
  }
}
