package cai.report.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import org.junit.jupiter.api.Test;

class ReportedRecipeTest {
  private static ReportedRecipe read(String yaml) {
    return ReportedRecipe.of(yaml, "manifest.json: settings");
  }

  @Test
  void settingsAreReadByTheirFullName() {
    ReportedRecipe settings =
        read(
            """
            seed: 1
            model:
              name: "a \\"b\\": c \\u00e9" # with a remark
              feedback: null
            feedback:
              steps: 7
            reinforcement:
              guards:
                steps: 20
              steps: 3
            """);
    assertThat(settings.model()).contains("a \"b\": c \u00e9");
    assertThat(settings.feedbackModel()).isEmpty();
    assertThat(settings.reinforcementSteps()).contains(3);
    assertThat(settings.labelMethod()).isEmpty();
    assertThat(settings.humanHelpfulness()).isEmpty();
  }

  @Test
  void whatIsDamagedIsNamedWithItsPlace() {
    assertThatThrownBy(() -> read("seed: 1\nmodel: [a\n"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("manifest.json: settings:3: is not YAML");
    assertThatThrownBy(() -> read("reinforcement:\n  steps: many\n"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "manifest.json: settings:2: reinforcement.steps is a text; a whole number is needed");
  }
}
