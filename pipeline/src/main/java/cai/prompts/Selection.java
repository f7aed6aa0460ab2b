package cai.prompts;

import cai.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Which prompts a run takes.
final class Selection {
  private Selection() {}

  /// The prompts without those that repeat an earlier one, upper and lower case and spaces aside.
  static List<RawPrompt> distinct(List<RawPrompt> prompts) {
    var seen = new HashSet<String>();
    return prompts.stream().filter(prompt -> seen.add(prompt.normalised())).toList();
  }

  /// Refuses two prompts of one id: artifacts name prompts by it.
  static void requireUniqueIds(List<RawPrompt> prompts) {
    var places = new HashMap<String, String>();
    for (RawPrompt prompt : prompts) {
      String first = places.putIfAbsent(prompt.id(), prompt.where());
      if (first != null)
        throw new UserError(
            "%s: id=%s occurs twice, first at %s; give each prompt an id of its own"
                .formatted(prompt.where(), prompt.id(), first));
    }
  }

  /// So many prompts, spread evenly over their kinds: kinds in an order by seed, in turn one prompt
  /// of each, within a kind in an order by seed. Any beginning of the list is spread evenly too,
  /// and a longer list begins with the shorter one. `count` 0 takes all.
  static List<PromptItem> spread(
      List<PromptItem> prompts, int count, ToLongFunction<String> seedOf) {
    var kinds = new LinkedHashMap<String, List<PromptItem>>();
    prompts.stream()
        .sorted(bySeed(seedOf))
        .forEach(item -> kinds.computeIfAbsent(item.kind(), _ -> new ArrayList<>()).add(item));
    int wanted = count == 0 ? prompts.size() : Math.min(count, prompts.size());
    var chosen = new ArrayList<PromptItem>();
    for (int round = 0; chosen.size() < wanted; round++)
      for (Map.Entry<String, List<PromptItem>> kind : kinds.entrySet())
        if (round < kind.getValue().size() && chosen.size() < wanted)
          chosen.add(kind.getValue().get(round));
    return List.copyOf(chosen);
  }

  private static Comparator<PromptItem> bySeed(ToLongFunction<String> seedOf) {
    return Comparator.comparingLong((PromptItem item) -> seedOf.applyAsLong(item.id()))
        .thenComparing(PromptItem::id);
  }
}
