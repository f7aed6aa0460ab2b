package cai.contextdistillation;

import cai.json.Absent;
import cai.statistics.Interval;
import cai.statistics.Shares;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the context changes, before anything is trained: `reinforcement/flip-share.json`.
///
/// @param prompts red-team prompts whose two answers were judged
/// @param unjudged prompts left out, because an answer or a judgement is missing
/// @param flagged answers without the context that are judged unsafe
/// @param flipped of these, how many are judged safe in the context
/// @param share flipped / flagged; empty where none is flagged
/// @param low lower end of its 95 % interval
/// @param high upper end
/// @param least smallest share that is enough
/// @param context what SL-CAI was shown, in words; a principle in files that do not say
public record FlipShare(
    String format,
    int prompts,
    int unjudged,
    int flagged,
    int flipped,
    Optional<Double> share,
    Optional<Double> low,
    Optional<Double> high,
    double least,
    @Absent("a principle") String context) {
  /// Format and version of the file.
  public static final String FORMAT = "flip-share/1";

  static FlipShare of(List<FlipScores> scores, ContextSettings settings) {
    List<FlipScores> scored = scores.stream().filter(FlipScores::isScored).toList();
    List<FlipScores> flagged =
        scored.stream()
            .filter(one -> one.plain().orElseThrow() < settings.flagThreshold())
            .toList();
    int flipped =
        Math.toIntExact(
            flagged.stream()
                .filter(one -> one.shown().orElseThrow() >= settings.flagThreshold())
                .count());
    Optional<Interval> share =
        flagged.isEmpty()
            ? Optional.empty()
            : Optional.of(Shares.wilson(flipped / (double) flagged.size(), flagged.size()));
    return new FlipShare(
        FORMAT,
        scored.size(),
        scores.size() - scored.size(),
        flagged.size(),
        flipped,
        share.map(Interval::mean),
        share.map(Interval::low),
        share.map(Interval::high),
        settings.leastFlips(),
        settings.shown().words());
  }

  /// Whether the context changes enough to be learnt from.
  boolean isEnough() {
    return least == 0 || share.isPresent() && share.get() >= least;
  }

  /// The numbers in words.
  public String sentence() {
    if (share.isEmpty())
      return "none of %d answers to red-team prompts is flagged as unsafe, so there is nothing that %s could change"
          .formatted(prompts, context);
    return String.format(
        Locale.ROOT,
        "of %d answers to red-team prompts %d are flagged as unsafe; %d of these (%.0f %%, 95 %%"
            + " interval %.0f to %.0f %%) become safe when SL-CAI is shown %s; %.0f %% are"
            + " needed",
        prompts,
        flagged,
        flipped,
        100 * share.get(),
        100 * low.orElseThrow(),
        100 * high.orElseThrow(),
        context,
        100 * least);
  }
}
