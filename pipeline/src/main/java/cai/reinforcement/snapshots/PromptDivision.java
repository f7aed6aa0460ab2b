package cai.reinforcement.snapshots;

import cai.constitution.Aim;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Training prompts, divided into those that are learnt from and those that snapshots are gauged
/// on. Prompts of one conversation stay together.
///
/// @param learnt in their order
/// @param setAside in their order; empty where no snapshot is asked for or the prompts are too few
public record PromptDivision(List<PromptItem> learnt, List<PromptItem> setAside) {
  /// At least this number of prompts of an aim for each one that is set aside.
  private static final int FOR_ONE = 4;

  /// Divides prompts at random.
  ///
  /// @param helpfulShare share of helpfulness prompts among those set aside, as in a step
  public static PromptDivision of(
      List<PromptItem> prompts, SnapshotSettings settings, double helpfulShare, Seeds seeds) {
    if (settings.every() == 0) return new PromptDivision(prompts, List.of());
    int helpful = (int) Math.round(settings.prompts() * helpfulShare);
    Set<String> chosen = new HashSet<>();
    chosen.addAll(
        chosen(
            PromptItem.of(Aim.HARMLESSNESS, prompts),
            "red-team",
            settings.prompts() - helpful,
            seeds));
    chosen.addAll(chosen(PromptItem.of(Aim.HELPFULNESS, prompts), "helpful", helpful, seeds));
    return new PromptDivision(
        prompts.stream().filter(item -> !chosen.contains(item.conversation())).toList(),
        prompts.stream().filter(item -> chosen.contains(item.conversation())).toList());
  }

  /// Prompts of an aim that are set aside at most.
  ///
  /// @param prompts that there are
  public static int most(int wanted, int prompts) {
    return Math.min(wanted, prompts / FOR_ONE);
  }

  /// Conversations with about so many prompts, never more.
  private static Set<String> chosen(
      List<PromptItem> prompts, String name, int wanted, Seeds seeds) {
    var sizes = new LinkedHashMap<String, Integer>();
    for (PromptItem item : prompts) sizes.merge(item.conversation(), 1, Integer::sum);
    List<String> conversations = new ArrayList<>(sizes.keySet());
    int left = most(wanted, prompts.size());
    var chosen = new HashSet<String>();
    for (int i : seeds.shuffled("reinforcement", "set aside/" + name, conversations.size())) {
      int size = sizes.get(conversations.get(i));
      if (size > left) continue;
      chosen.add(conversations.get(i));
      left -= size;
    }
    return chosen;
  }
}
