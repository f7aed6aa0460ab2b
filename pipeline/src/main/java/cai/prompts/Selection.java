package cai.prompts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// Which prompts a run takes.
final class Selection {
  /// A prompt and its number, which is made once.
  private record Drawn(PromptItem item, long seed) {}

  private static final Comparator<Drawn> ORDER =
      Comparator.comparingLong(Drawn::seed).thenComparing(drawn -> drawn.item().id());

  private Selection() {}

  /// The prompts without those that repeat an earlier one, upper and lower case and spaces aside.
  static List<RawPrompt> distinct(List<RawPrompt> prompts) {
    var seen = new HashSet<TextKey>();
    return prompts.stream().filter(prompt -> seen.add(prompt.key())).toList();
  }

  /// The prompts with the names of their conversations: branches of one share it.
  static List<RawPrompt> inConversations(List<RawPrompt> prompts) {
    List<String> names = Conversations.of(prompts, RawPrompt::prompt, RawPrompt::conversation);
    return IntStream.range(0, prompts.size())
        .mapToObj(i -> prompts.get(i).inConversation(names.get(i)))
        .toList();
  }

  /// So many prompts, spread evenly over their kinds: kinds in an order by seed, in turn one prompt
  /// of each, within a kind in an order by seed. Any beginning of the list is spread evenly too,
  /// and a longer list begins with the shorter one. `count` 0 takes all.
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
