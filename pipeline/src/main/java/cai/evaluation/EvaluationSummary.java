package cai.evaluation;

import cai.constitution.Aim;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationResult;
import cai.json.Absent;
import java.util.List;
import java.util.Optional;

/// The models compared: `evaluation/summary.json`. Intervals are at 95 % and clustered by prompt
/// ({@link cai.statistics.Shares} for shares, {@link cai.statistics.Bootstrap} for other means).
///
/// @param hhh accuracy on helpful-honest-harmless items, empty where no file of them is given
/// @param identification accuracy on items about conversations, empty where no file of them is
///   given and in files of format 1
/// @param exclusions what was left out of the numbers and why, one sentence each
public record EvaluationSummary(
    String format,
    List<ModelSummary> models,
    List<WinRate> winRates,
    Optional<List<HhhResult>> hhh,
    @Absent("") Optional<List<IdentificationResult>> identification,
    List<String> exclusions) {
  /// Format and version of the file.
  public static final String FORMAT = "evaluation-summary/2";

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
  /// @param n prompts whose answers have the measure
  /// @param answers that the mean is over; empty in files of format 1
  public record ModelSummary(
      String model,
      Aim aim,
      String measure,
      double mean,
      double low,
      double high,
      int n,
      @Absent("") Optional<Integer> answers) {}

  /// How often the first model's answer is preferred to the second's on the same prompt.
  ///
  /// @param by `preference-model` or `feedback-model`
  /// @param rate share in [0, 1]; a tie counts half
  /// @param n prompts that both have answered
  /// @param pairs of answers to one prompt; empty in files of format 1
  /// @param ties among the pairs
  public record WinRate(
      String first,
      String second,
      Aim aim,
      String by,
      double rate,
      double low,
      double high,
      int n,
      @Absent("") Optional<Integer> pairs,
      int ties) {}
}
