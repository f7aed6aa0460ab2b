package cai.reinforcement;

import cai.constitution.Aim;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which prompts each step answers: a fixed share of helpfulness prompts among the red-team ones,
/// each kind taken in a shuffled order and shuffled anew when it has been through.
final class PromptSchedule {
  private final List<PromptItem> redTeam;
  private final List<PromptItem> helpful;
  private final int redTeamPerStep;
  private final int helpfulPerStep;
  private final Seeds seeds;
  private final Map<String, Order> orders = new HashMap<>(); // the last of each kind

  PromptSchedule(List<PromptItem> prompts, int perStep, double helpfulShare, Seeds seeds) {
    redTeam = prompts.stream().filter(item -> item.aim() == Aim.HARMLESSNESS).toList();
    helpful = prompts.stream().filter(item -> item.aim() == Aim.HELPFULNESS).toList();
    this.seeds = seeds;
    helpfulPerStep =
        helpful.isEmpty()
            ? 0
            : redTeam.isEmpty() ? perStep : (int) Math.round(perStep * helpfulShare);
    redTeamPerStep = perStep - helpfulPerStep;
  }

  /// The prompts of a step, counted from 0.
  List<PromptItem> of(int step) {
    var prompts = new ArrayList<PromptItem>();
    take(redTeam, "red-team", step, redTeamPerStep, prompts);
    take(helpful, "helpful", step, helpfulPerStep, prompts);
    return prompts;
  }

  private void take(
      List<PromptItem> from, String name, int step, int count, List<PromptItem> into) {
    long start = (long) step * count;
    for (long at = start; at < start + count; at++) {
      long round = at / from.size();
      Order order = orders.get(name);
      if (order == null || order.round() != round) {
        order = new Order(round, seeds.shuffled("reinforcement", name + "/" + round, from.size()));
        orders.put(name, order);
      }
      into.add(from.get(order.numbers()[(int) (at % from.size())]));
    }
  }

  /// The order of a pass through the prompts of a kind.
  private record Order(long round, int[] numbers) {}
}
