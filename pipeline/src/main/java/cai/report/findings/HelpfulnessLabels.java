package cai.report.findings;

import cai.constitution.Aim;
import cai.preference.PreferenceCounts;
import cai.preference.PreferenceCounts.LabelledBy;
import java.util.Optional;

/// Who labelled the helpfulness comparisons that the preference model learnt from.
///
/// @param comparisons how many there are; 0 where the preference stage has not said and people are
///   to label
public record HelpfulnessLabels(LabelledBy by, long comparisons) {
  /// What the preference stage says; before it has run, what its settings and the comparisons of
  /// the feedback stage make likely.
  public static HelpfulnessLabels of(RunFiles run) {
    Optional<PreferenceCounts> used = run.training().preferenceData();
    if (used.isPresent())
      return new HelpfulnessLabels(used.get().helpfulnessFrom(), used.get().helpfulness());
    if (run.settings().humanHelpfulness().isPresent())
      return new HelpfulnessLabels(LabelledBy.HUMAN, 0);
    long byModel =
        run.labels().comparisons().stream().filter(one -> one.aim() == Aim.HELPFULNESS).count();
    return new HelpfulnessLabels(byModel > 0 ? LabelledBy.AI : LabelledBy.NOBODY, byModel);
  }

  /// In one word; empty where there are no such labels.
  public Optional<String> source() {
    return switch (by) {
      case HUMAN -> Optional.of("people");
      case AI -> Optional.of("AI");
      case NOBODY -> Optional.empty();
    };
  }

  /// In one sentence.
  public String sentence() {
    return switch (by) {
      case HUMAN ->
          "Helpfulness labels come from people, as in the paper; harmlessness labels from the"
              + " feedback model.";
      case AI ->
          "Helpfulness labels come from AI too: no file of human helpfulness comparisons was given, so the feedback model labelled %s pairs under helpfulness principles, where the paper asks people."
              .formatted(Wording.count(comparisons));
      case NOBODY ->
          "No helpfulness labels are known of in this run: the preference model learnt"
              + " harmlessness only.";
    };
  }
}
