package cai.evaluation;

import cai.constitution.Aim;
import java.util.List;
import java.util.Optional;

/// The models compared: `evaluation/summary.json`. Intervals are bootstrap 95 %, clustered by
/// prompt.
///
/// @param hhh accuracy on helpful-honest-harmless items, empty where no file of them is given
/// @param exclusions what was left out of the numbers and why, one sentence each
public record EvaluationSummary(
    String format,
    List<ModelSummary> models,
    List<WinRate> winRates,
    Optional<List<HhhResult>> hhh,
    List<String> exclusions) {
  /// Format and version of the file.
  public static final String FORMAT = "evaluation-summary/1";

  public EvaluationSummary {
    models = List.copyOf(models);
    winRates = List.copyOf(winRates);
    exclusions = List.copyOf(exclusions);
  }

  /// One measure of one model.
  ///
  /// @param model see {@link Answer#model}
  /// @param measure name of the component of {@link Answer}: score, judgeScore, refusal, evasive,
  ///   cutOff (not `ended`), words, distinctBigrams, repetition
  /// @param mean over answers; of refusal, evasive and cutOff the share in [0, 1]
  /// @param n answers
  public record ModelSummary(
      String model, Aim aim, String measure, double mean, double low, double high, int n) {}

  /// How often the first model's answer is preferred to the second's on the same prompt.
  ///
  /// @param by `preference-model` or `feedback-model`
  /// @param rate share in [0, 1]; a tie counts half
  /// @param ties of the n pairs
  public record WinRate(
      String first,
      String second,
      Aim aim,
      String by,
      double rate,
      double low,
      double high,
      int n,
      int ties) {}

  /// Binary choice on helpful-honest-harmless items.
  ///
  /// @param method `preference-model`, `multiple-choice` or another in words
  /// @param accuracy share of items whose better answer is chosen; a tie counts half
  /// @param contexts different dialogues: the clusters of the interval
  public record HhhResult(
      String model,
      String method,
      double accuracy,
      double low,
      double high,
      int items,
      int contexts) {}
}
