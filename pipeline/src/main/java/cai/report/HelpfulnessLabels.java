package cai.report;

import cai.constitution.Aim;
import java.util.Optional;

/// Where the labels of the helpfulness comparisons came from: people or the feedback model.
///
/// @param byPeople whether the preference model learnt from human helpfulness comparisons
/// @param byModel AI-labelled helpfulness comparisons
record HelpfulnessLabels(boolean byPeople, long byModel) {
  private static final String KEY = "preference.human-helpfulness";
  private static final String HUMAN = "human";

  static HelpfulnessLabels of(RunFiles run) {
    var helpful =
        run.labels().comparisons().stream().filter(c -> c.aim() == Aim.HELPFULNESS).toList();
    long people = helpful.stream().filter(c -> c.principle().equals(HUMAN)).count();
    boolean file = run.settings().text(KEY).isPresent();
    boolean validated =
        run.training().preferenceValidation().stream()
            .flatMap(validation -> validation.groups().stream())
            .anyMatch(group ->
                group.name().toLowerCase(java.util.Locale.ROOT).startsWith(HUMAN + " helpful"));
    return new HelpfulnessLabels(people > 0 || file || validated, helpful.size() - people);
  }

  /// In few words; empty where there are no such labels.
  Optional<String> source() {
    if (byPeople) return Optional.of(byModel > 0 ? "people and AI" : "people");
    return byModel > 0 ? Optional.of("AI") : Optional.empty();
  }

  /// In one sentence.
  String sentence() {
    if (byPeople && byModel > 0)
      return "Helpfulness labels come from people and, for %s comparisons, from the feedback model; harmlessness labels from the feedback model alone."
          .formatted(Wording.count(byModel));
    if (byPeople)
      return "Helpfulness labels come from people, as in the paper; harmlessness labels from the"
          + " feedback model.";
    if (byModel > 0)
      return "Helpfulness labels come from AI too: no file of human helpfulness comparisons was"
          + " given, so the feedback model labelled %s pairs under helpfulness principles, where the paper asks people."
              .formatted(Wording.count(byModel));
    return "There are no helpfulness labels in this run: the preference model learnt harmlessness"
        + " only.";
  }
}
