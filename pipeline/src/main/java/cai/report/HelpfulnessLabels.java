package cai.report;

import cai.constitution.Aim;
import java.util.Locale;
import java.util.Optional;

/// Where the labels of the helpfulness comparisons came from: people or the feedback model.
///
/// @param byPeople whether the preference model learnt from human helpfulness comparisons
/// @param byModel AI-labelled helpfulness comparisons that it learnt from
record HelpfulnessLabels(boolean byPeople, long byModel) {
  private static final String HUMAN = "human";

  /// From what the preference stage says it used; where it has not said, from the recipe and the
  /// comparisons.
  static HelpfulnessLabels of(RunFiles run) {
    var helpful =
        run.labels().comparisons().stream().filter(c -> c.aim() == Aim.HELPFULNESS).toList();
    long people = helpful.stream().filter(c -> c.principle().equals(HUMAN)).count();
    long model = helpful.size() - people;
    Optional<String> said = run.training().preferenceData().first("helpfulnessFrom");
    if (said.isPresent())
      return switch (said.get().toLowerCase(Locale.ROOT)) {
        case HUMAN -> new HelpfulnessLabels(true, 0);
        case "ai" -> new HelpfulnessLabels(false, used(run, model));
        default -> new HelpfulnessLabels(false, 0);
      };
    boolean file = run.settings().text("preference.human-helpfulness").isPresent();
    return new HelpfulnessLabels(people > 0 || file, file ? 0 : model);
  }

  private static long used(RunFiles run, long all) {
    return run.training().preferenceData().number("helpfulness").map(Double::longValue).orElse(all);
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
      return "Helpfulness labels come from AI too: no file of human helpfulness comparisons was given, so the feedback model labelled %s pairs under helpfulness principles, where the paper asks people."
          .formatted(Wording.count(byModel));
    return "No helpfulness labels are known of in this run: the preference model learnt"
        + " harmlessness only.";
  }
}
