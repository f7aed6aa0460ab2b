package cai.prompts;

/// Numbers and lengths of a run's prompts, from which later stages compute their costs.
///
/// @param redTeamTokens mean number of tokens of a red-team prompt as a transcript that asks for an
///   answer
/// @param helpfulTokens mean number of tokens of a helpfulness prompt as a transcript
public record PromptCounts(
    int redTeamTrain,
    int redTeamHeldOut,
    int helpfulTrain,
    int helpfulHeldOut,
    double redTeamTokens,
    double helpfulTokens) {
  /// Prompts trained on.
  public int train() {
    return redTeamTrain + helpfulTrain;
  }

  /// Prompts that are held out.
  public int heldOut() {
    return redTeamHeldOut + helpfulHeldOut;
  }

  /// Tokens of all prompts trained on.
  public double trainTokens() {
    return redTeamTrain * redTeamTokens + helpfulTrain * helpfulTokens;
  }

  /// Tokens of all held-out prompts.
  public double heldOutTokens() {
    return redTeamHeldOut * redTeamTokens + helpfulHeldOut * helpfulTokens;
  }

  /// The larger of the two mean lengths.
  public double longerTokens() {
    return Math.max(redTeamTokens, helpfulTokens);
  }

  /// The prompts of a stage that trains on red-team prompts only.
  public PromptCounts withoutHelpfulTrain() {
    return new PromptCounts(
        redTeamTrain, redTeamHeldOut, 0, helpfulHeldOut, redTeamTokens, helpfulTokens);
  }
}
