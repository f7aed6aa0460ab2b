package cai.report.findings;

import cai.yaml.Problems;
import cai.yaml.YamlFile;
import cai.yaml.YamlMap;
import cai.yaml.YamlValue;
import java.util.Optional;

/// The settings of a run that its report mentions. A setting that is `null`, or that an earlier
/// version did not have, is empty.
///
/// @param model `model.name`
/// @param feedbackModel `model.feedback`; empty where the model judges its own answers
/// @param labelMethod `feedback.method`
/// @param humanHelpfulness `preference.human-helpfulness`
/// @param policy `policy`
/// @param reinforcementSteps `reinforcement.steps`
public record ReportedRecipe(
    Optional<String> model,
    Optional<String> feedbackModel,
    Optional<String> labelMethod,
    Optional<String> humanHelpfulness,
    Optional<String> policy,
    Optional<Integer> reinforcementSteps) {
  /// Of a run without a manifest, or with one that keeps no settings.
  static final ReportedRecipe NONE =
      new ReportedRecipe(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Reads them from the YAML text that the manifest keeps.
  ///
  /// @param where the text, as messages name it
  /// @throws cai.errors.UserError where the text is damaged
  static ReportedRecipe of(String yaml, String where) {
    if (yaml.isBlank()) return NONE;
    var problems = new Problems();
    YamlValue root = YamlFile.parse(yaml, where, problems);
    Optional<YamlMap> sections = root.map("settings");
    var settings =
        new ReportedRecipe(
            text(sections, "model", "name"),
            text(sections, "model", "feedback"),
            text(sections, "feedback", "method"),
            text(sections, "preference", "human-helpfulness"),
            sections.flatMap(all -> all.value("policy")).flatMap(value -> value.text("policy")),
            value(sections, "reinforcement", "steps")
                .flatMap(value -> value.wholeNumber("reinforcement.steps")));
    problems.throwIfAny();
    return settings;
  }

  private static Optional<String> text(Optional<YamlMap> sections, String section, String key) {
    return value(sections, section, key).flatMap(value -> value.text(section + "." + key));
  }

  private static Optional<YamlValue> value(Optional<YamlMap> sections, String section, String key) {
    return sections
        .flatMap(all -> all.value(section))
        .flatMap(one -> one.map(section))
        .flatMap(keys -> keys.value(key))
        .filter(value -> !value.isNull());
  }
}
