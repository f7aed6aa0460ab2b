package cai.prompts;

import cai.prompts.PromptItem.PromptGroup;
import java.util.function.Function;
import java.util.stream.Stream;

/// Numbers and lengths of a run's prompts, from which later stages compute their costs.
public record PromptCounts(GroupCounts redTeam, GroupCounts lookAlikes, GroupCounts helpful) {
  /// The prompts of one group or of several.
  ///
  /// @param train number of prompts trained on
  /// @param heldOut number of prompts that are held out
  /// @param tokens of a prompt as a transcript that asks for an answer, mean
  public record GroupCounts(int train, int heldOut, double tokens) {
    /// These prompts and others.
    GroupCounts and(GroupCounts others) {
      double own = train + (double) heldOut;
      double all = own + others.train + others.heldOut;
      return new GroupCounts(
          train + others.train,
          heldOut + others.heldOut,
          all == 0 ? 0 : (own * tokens + (all - own) * others.tokens) / all);
    }
  }

  static PromptCounts of(Function<PromptGroup, GroupCounts> group) {
    return new PromptCounts(
        group.apply(PromptGroup.RED_TEAM),
        group.apply(PromptGroup.LOOK_ALIKE),
        group.apply(PromptGroup.HELPFUL));
  }

  /// Red-team prompts trained on.
  public int redTeamTrain() {
    return redTeam.train();
  }

  /// Mean number of tokens of a red-team prompt.
  public double redTeamTokens() {
    return redTeam.tokens();
  }

  /// Prompts trained on that ask for help: helpful prompts and look-alikes.
  public int helpfulTrain() {
    return lookAlikes.train() + helpful.train();
  }

  /// Mean number of tokens of a prompt that asks for help.
  public double helpfulTokens() {
    return lookAlikes.and(helpful).tokens();
  }

  /// Prompts trained on.
  public int train() {
    return groups().mapToInt(GroupCounts::train).sum();
  }

  /// Prompts that are held out.
  public int heldOut() {
    return groups().mapToInt(GroupCounts::heldOut).sum();
  }

  /// Tokens of all prompts trained on.
  public double trainTokens() {
    return groups().mapToDouble(group -> group.train() * group.tokens()).sum();
  }

  /// Tokens of all held-out prompts.
  public double heldOutTokens() {
    return groups().mapToDouble(group -> group.heldOut() * group.tokens()).sum();
  }

  /// The largest of the mean lengths.
  public double longerTokens() {
    return groups().mapToDouble(GroupCounts::tokens).max().orElseThrow();
  }

  private Stream<GroupCounts> groups() {
    return Stream.of(redTeam, lookAlikes, helpful);
  }

  /// The prompts of a stage that trains on red-team prompts only.
  public PromptCounts withoutHelpfulTrain() {
    return new PromptCounts(redTeam, withoutTrain(lookAlikes), withoutTrain(helpful));
  }

  /// The prompts of a stage that trains on some prompts of each group.
  ///
  /// @param most of each group
  public PromptCounts withTrainAtMost(int most) {
    return of(group -> {
      GroupCounts all = counts(group);
      return new GroupCounts(Math.min(all.train(), most), all.heldOut(), all.tokens());
    });
  }

  private GroupCounts counts(PromptGroup group) {
    return switch (group) {
      case RED_TEAM -> redTeam;
      case LOOK_ALIKE -> lookAlikes;
      case HELPFUL -> helpful;
    };
  }

  private static GroupCounts withoutTrain(GroupCounts group) {
    return new GroupCounts(0, group.heldOut(), group.tokens());
  }
}
