package cai.reinforcement;

import cai.constitution.Aim;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import cai.run.training.ShuffledRounds;
import java.util.ArrayList;
import java.util.List;

/// Which prompts each step answers: a fixed share of helpful prompts and look-alikes among the
/// red-team ones, each of the two taken in a shuffled order and shuffled anew when it has been
/// through.
public final class PromptSchedule {
  private final List<PromptItem> redTeam;
  private final List<PromptItem> helpful;
  private final int redTeamPerStep;
  private final int helpfulPerStep;
  private final ShuffledRounds redTeamRounds;
  private final ShuffledRounds helpfulRounds;

  /// @param perStep prompts answered in a step
  public PromptSchedule(List<PromptItem> prompts, int perStep, double helpfulShare, Seeds seeds) {
    redTeam = prompts.stream().filter(item -> item.aim() == Aim.HARMLESSNESS).toList();
    helpful = prompts.stream().filter(item -> item.aim() == Aim.HELPFULNESS).toList();
    redTeamRounds = new ShuffledRounds(seeds, "reinforcement", "red-team", redTeam.size());
    helpfulRounds = new ShuffledRounds(seeds, "reinforcement", "helpful", helpful.size());
    helpfulPerStep =
        helpful.isEmpty()
            ? 0
            : redTeam.isEmpty() ? perStep : (int) Math.round(perStep * helpfulShare);
    redTeamPerStep = perStep - helpfulPerStep;
  }

  /// The prompts of a step, counted from 0.
  List<PromptItem> of(int step) {
    var prompts = new ArrayList<PromptItem>();
    take(redTeam, redTeamRounds, step, redTeamPerStep, prompts);
    take(helpful, helpfulRounds, step, helpfulPerStep, prompts);
    return prompts;
  }

  private static void take(
      List<PromptItem> from, ShuffledRounds rounds, int step, int count, List<PromptItem> into) {
    long start = (long) step * count;
    for (long at = start; at < start + count; at++)
      into.add(from.get(rounds.at(at / from.size(), (int) (at % from.size()))));
  }
}
