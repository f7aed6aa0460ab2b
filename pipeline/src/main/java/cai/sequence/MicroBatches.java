package cai.sequence;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// Splits a batch into micro batches, each with a bounded number of tokens.
public final class MicroBatches {
  private MicroBatches() {}

  /// Numbers of the sequences of each micro batch, longest first.
  ///
  /// @param tokens limit of a micro batch; a single sequence may exceed it
  public static List<int[]> of(List<TokenSequence> sequences, int tokens) {
    return inOrder(longestFirst(sequences), i -> sequences.get(i).ids().length, tokens);
  }

  private static int[] longestFirst(List<TokenSequence> sequences) {
    return IntStream.range(0, sequences.size())
        .boxed()
        .sorted(Comparator.comparing(i -> -sequences.get(i).ids().length))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// Numbers of the sequences of each micro batch, longest first, with all answers to one prompt
  /// directly after the longest of them.
  ///
  /// @param tokens limit of a micro batch, where a prompt counts once for each answer
  public static List<int[]> byPrompt(List<TokenSequence> sequences, int tokens) {
    var answers = new LinkedHashMap<IntBuffer, List<Integer>>();
    for (int i : longestFirst(sequences)) {
      TokenSequence one = sequences.get(i);
      var prompt = IntBuffer.wrap(one.ids(), 0, one.promptLength());
      answers.computeIfAbsent(prompt, _ -> new ArrayList<>()).add(i);
    }
    int[] order =
        answers.values().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    return inOrder(order, i -> sequences.get(i).ids().length, tokens);
  }

  /// Splits numbers in their order, each part as long as the limit allows.
  ///
  /// @param size tokens of the item of a number
  /// @param tokens limit of a part; a single item may exceed it
  public static List<int[]> inOrder(int[] numbers, ToIntFunction<Integer> size, int tokens) {
    return inOrder(Arrays.stream(numbers).boxed().toList(), size, tokens).stream()
        .map(part -> part.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /// Splits items in their order, each part as long as the limit allows.
  ///
  /// @param size tokens of an item
  /// @param tokens limit of a part; a single item may exceed it
  public static <T> List<List<T>> inOrder(List<T> items, ToIntFunction<T> size, int tokens) {
    var parts = new ArrayList<List<T>>();
    int sum = 0;
    for (T item : items) {
      int own = size.applyAsInt(item);
      if (parts.isEmpty() || sum + own > tokens) {
        parts.add(new ArrayList<>());
        sum = 0;
      }
      parts.getLast().add(item);
      sum += own;
    }
    return parts;
  }
}
