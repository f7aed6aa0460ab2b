package cai.prompts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// Selects the prompts of a run.
final class Selection {
  /// A prompt with its random number, by which prompts are ordered.
  private record Drawn(PromptItem item, long seed) {}

  private static final Comparator<Drawn> ORDER =
      Comparator.comparingLong(Drawn::seed).thenComparing(drawn -> drawn.item().id());

  private Selection() {}

  /// The prompts without repetitions; case and spaces are ignored.
  static List<RawPrompt> distinct(List<RawPrompt> prompts) {
    var seen = new HashSet<TextKey>();
    return prompts.stream().filter(prompt -> seen.add(prompt.key())).toList();
  }

  /// The prompts with the names of their conversations.
  static List<RawPrompt> inConversations(List<RawPrompt> prompts) {
    List<String> names = Conversations.of(prompts, RawPrompt::prompt, RawPrompt::conversation);
    return IntStream.range(0, prompts.size())
        .mapToObj(i -> prompts.get(i).inConversation(names.get(i)))
        .toList();
  }

  /// Selects `count` prompts, spread evenly over their kinds; 0 selects all. Kinds and the prompts
  /// of a kind are ordered by the seed, and one prompt of each kind is taken in turn. So the first
  /// prompts of a selection are spread evenly, too, and a larger selection begins with a smaller
  /// one.
  static List<PromptItem> spread(
      List<PromptItem> prompts, int count, ToLongFunction<String> seedOf) {
    var kinds = new LinkedHashMap<String, List<PromptItem>>();
    prompts.stream()
        .map(item -> new Drawn(item, seedOf.applyAsLong(item.id())))
        .sorted(ORDER)
        .map(Drawn::item)
        .forEach(item -> kinds.computeIfAbsent(item.kind(), _ -> new ArrayList<>()).add(item));
    int wanted = count == 0 ? prompts.size() : Math.min(count, prompts.size());
    var chosen = new ArrayList<PromptItem>();
    for (int round = 0; chosen.size() < wanted; round++)
      for (Map.Entry<String, List<PromptItem>> kind : kinds.entrySet())
        if (round < kind.getValue().size() && chosen.size() < wanted)
          chosen.add(kind.getValue().get(round));
    return List.copyOf(chosen);
  }
}
