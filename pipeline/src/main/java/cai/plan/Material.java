package cai.plan;

import java.util.List;

/// What a run works on, counted.
///
/// @param knownComparisons pairs whose better answer is known, judged to see how good the labels
///   are
/// @param hhhItems helpful-honest-harmless items of the evaluation
/// @param identificationItems items of the evaluation that ask about a conversation
/// @param notes what could not be counted and was assumed, one sentence each
public record Material(
    Prompts prompts,
    Requests requests,
    Shots shots,
    int knownComparisons,
    int hhhItems,
    int identificationItems,
    List<String> notes) {
  public Material {
    notes = List.copyOf(notes);
  }

  /// Prompts of both kinds and their mean length.
  ///
  /// @param redTeamTokens of a prompt as a transcript that asks for an answer, mean
  /// @param helpfulTokens the same
  public record Prompts(
      int redTeamTrain,
      int redTeamHeldOut,
      int helpfulTrain,
      int helpfulHeldOut,
      double redTeamTokens,
      double helpfulTokens) {
    int train() {
      return redTeamTrain + helpfulTrain;
    }

    int heldOut() {
      return redTeamHeldOut + helpfulHeldOut;
    }

    /// Tokens of all prompts trained on.
    double trainTokens() {
      return redTeamTrain * redTeamTokens + helpfulTrain * helpfulTokens;
    }

    /// Tokens of all held-out prompts.
    double heldOutTokens() {
      return redTeamHeldOut * redTeamTokens + helpfulHeldOut * helpfulTokens;
    }
  }

  /// Principles and the mean length of what is asked under them, tokens.
  ///
  /// @param principles of both kinds
  /// @param critique request for a critique
  /// @param revision request for a revision
  /// @param comparison question on a pair, options aside
  /// @param question yes/no question on one answer
  /// @param questionsOnResponse yes/no questions of a critique principle, mean
  /// @param questionsOnAnswer yes/no questions of a comparison principle, mean
  public record Requests(
      int principles,
      double critique,
      double revision,
      double comparison,
      double question,
      double questionsOnResponse,
      double questionsOnAnswer) {}

  /// Length of all worked examples of a kind together, tokens.
  public record Shots(
      double responses, double critiques, double pairs, double yesNo, double reasoning) {}
}
