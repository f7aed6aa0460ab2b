package cai.prompts;

/// How many prompts there are, and how long they are: what later stages count their cost on.
///
/// @param redTeamTokens of a red-team prompt as a transcript that asks for an answer, mean
/// @param helpfulTokens of a helpfulness prompt, likewise
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

  /// Tokens of a prompt of the kind whose prompts are longer.
  public double longerTokens() {
    return Math.max(redTeamTokens, helpfulTokens);
  }

  /// The prompts of a stage that trains on red-team prompts only.
  public PromptCounts withoutHelpfulTrain() {
    return new PromptCounts(
        redTeamTrain, redTeamHeldOut, 0, helpfulHeldOut, redTeamTokens, helpfulTokens);
  }
}
