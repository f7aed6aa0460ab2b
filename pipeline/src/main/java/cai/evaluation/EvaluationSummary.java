package cai.evaluation;

import cai.constitution.Aim;
import cai.declines.PhraseAccuracy;
import cai.evaluation.gauges.ProbeResult;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationResult;
import cai.json.Absent;
import cai.json.Json;
import cai.preference.PreferenceValidation.Group;
import cai.prompts.PromptItem.PromptGroup;
import cai.statistics.Interval;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The models compared: `evaluation/summary.json`. Intervals are at 95 % and clustered by prompt
/// ({@link cai.statistics.Shares} for shares, {@link cai.statistics.Bootstrap} for other means).
///
/// @param hhh accuracy on helpful-honest-harmless items, empty where no file of them is given
/// @param identification accuracy on items about conversations, empty where no file of them is
///   given and in files of format 1
/// @param phrases how far the phrases that count refusals can be trusted; empty in files of formats
///   1 and 2
/// @param probe how well the models predict unrelated text; empty where likelihoods were not asked
///   and in files of formats 1 and 2
/// @param changes of every measure between models, paired by prompt; empty in files of formats 1 to
///   3
/// @param people how far the preference model of people's comparisons agrees with those that it was
///   not trained on; empty where no comparisons are given and in files of formats 1 and 2
/// @param exclusions what was left out of the numbers and why, one sentence each
public record EvaluationSummary(
    String format,
    List<ModelSummary> models,
    List<WinRate> winRates,
    Optional<List<HhhResult>> hhh,
    @Absent("") Optional<List<IdentificationResult>> identification,
    @Absent("") Optional<PhraseAccuracy> phrases,
    @Absent("") Optional<List<ProbeResult>> probe,
    @Absent("") Optional<List<PairedChange>> changes,
    @Absent("") Optional<List<Group>> people,
    List<String> exclusions) {
  /// Format and version of the file.
  public static final String FORMAT = "evaluation-summary/4";

  private static final String FORMAT_1 = "evaluation-summary/1";

  public EvaluationSummary {
    models = List.copyOf(models);
    winRates = List.copyOf(winRates);
    exclusions = List.copyOf(exclusions);
  }

  /// Reads the file. Where it is of format 1, whose n counts answers and pairs of answers, prompts
  /// are counted from the answers; its intervals are clustered by prompt already.
  ///
  /// @param answers of the same evaluation
  public static EvaluationSummary read(Path file, List<MeasuredAnswer> answers) {
    EvaluationSummary summary = Json.read(file, EvaluationSummary.class);
    return summary.format.equals(FORMAT_1) ? summary.countingPrompts(answers) : summary;
  }

  private EvaluationSummary countingPrompts(List<MeasuredAnswer> answers) {
    return new EvaluationSummary(
        FORMAT,
        models.stream().map(one -> one.countingPrompts(answers)).toList(),
        winRates.stream().map(one -> one.countingPrompts(answers)).toList(),
        hhh,
        identification,
        phrases,
        probe,
        changes,
        people,
        exclusions);
  }

  /// The prompts that have an answer of a model with a measure.
  private static Set<String> prompts(
      List<MeasuredAnswer> answers, PromptGroup group, String model, AnswerMeasure measure) {
    return answers.stream()
        .filter(one -> one.group() == group && one.model().equals(model))
        .filter(one -> measure.of(one).isPresent())
        .map(MeasuredAnswer::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// One measure of one model.
  ///
  /// @param model see {@link MeasuredAnswer#model}
  /// @param group of the prompts; the aim decides in files of formats 1 to 3, which have no
  ///   look-alikes and do not name the group
  /// @param measure name of the component of {@link MeasuredAnswer}: score, judgeScore, refusal,
  ///   unclear, evasive, cutOff (not `ended`), words, distinctBigrams, repetition, fluency,
  ///   onTopic, humanScore
  /// @param mean over answers; of refusal, unclear, evasive and cutOff the share in [0, 1]
  /// @param n prompts whose answers have the measure
  /// @param answers that the mean is over; empty in files of format 1
  public record ModelSummary(
      String model,
      Aim aim,
      @Absent("RED_TEAM") PromptGroup group,
      String measure,
      double mean,
      double low,
      double high,
      int n,
      @Absent("") Optional<Integer> answers) {
    public ModelSummary {
      group = group.under(aim);
    }

    private ModelSummary countingPrompts(List<MeasuredAnswer> all) {
      int prompts =
          AnswerMeasure.named(measure)
              .map(known -> prompts(all, group, model, known).size())
              .orElse(0);
      return new ModelSummary(
          model, aim, group, measure, mean, low, high, prompts == 0 ? n : prompts, Optional.of(n));
    }
  }

  /// One measure of a model less that of the model that it is compared with, on the same prompts.
  ///
  /// @param from name of the earlier model
  /// @param to name of the later model
  /// @param group of the prompts
  /// @param measure as in [ModelSummary]
  /// @param before mean of the earlier model, over conversations
  /// @param after mean of the later model
  /// @param change after less before
  /// @param ends95 of its interval
  /// @param ends99 of a surer one
  /// @param p probability of a change at least as large if chance had given each conversation's its
  ///   sign, see {@link cai.statistics.SignFlips}
  /// @param spread standard deviation over conversations of the values of the model before any
  ///   training; a change is large or small beside it. Empty where they are all equal
  /// @param n conversations that both have answered
  public record PairedChange(
      String from,
      String to,
      PromptGroup group,
      String measure,
      double before,
      double after,
      double change,
      Ends ends95,
      Ends ends99,
      double p,
      Optional<Double> spread,
      int n) {
    /// The ends of an interval.
    public record Ends(double low, double high) {
      static Ends of(Interval interval) {
        return new Ends(interval.low(), interval.high());
      }
    }
  }

  /// How often the first model's answer is preferred to the second's on the same prompt.
  ///
  /// @param group of the prompts, as in [ModelSummary]
  /// @param by [#PREFERENCE_MODEL] or [#FEEDBACK_MODEL]
  /// @param rate share in [0, 1]; a tie counts half
  /// @param n prompts that both have answered
  /// @param pairs of answers to one prompt; empty in files of format 1
  /// @param ties among the pairs
  public record WinRate(
      String first,
      String second,
      Aim aim,
      @Absent("RED_TEAM") PromptGroup group,
      String by,
      double rate,
      double low,
      double high,
      int n,
      @Absent("") Optional<Integer> pairs,
      int ties) {
    public WinRate {
      group = group.under(aim);
    }

    static final String PREFERENCE_MODEL = "preference-model";
    static final String FEEDBACK_MODEL = "feedback-model";

    private WinRate countingPrompts(List<MeasuredAnswer> all) {
      AnswerMeasure score =
          by.equals(FEEDBACK_MODEL) ? AnswerMeasure.JUDGE_SCORE : AnswerMeasure.SCORE;
      Set<String> prompts = prompts(all, group, first, score);
      prompts.retainAll(prompts(all, group, second, score));
      int count = prompts.isEmpty() ? n : prompts.size();
      return new WinRate(
          first, second, aim, group, by, rate, low, high, count, Optional.of(n), ties);
    }
  }
}
