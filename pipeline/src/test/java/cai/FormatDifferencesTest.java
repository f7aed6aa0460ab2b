package cai;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.FormatKind;
import cai.language.local.LocalModels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FormatDifferencesTest {
  private static final LocalModels.Formats CHAT =
      new LocalModels.Formats(FormatKind.CHAT, FormatKind.CHAT);
  private static final LocalModels.Formats TRANSCRIPT =
      new LocalModels.Formats(FormatKind.TRANSCRIPT, FormatKind.TRANSCRIPT);

  private static List<String> differences(
      LocalModels.Formats formats, String recipe, String... overrides) {
    Path file = Path.of("../recipes/" + recipe + ".yaml");
    return FormatDifferences.of(Recipe.read(file, List.of(overrides)), formats);
  }

  @Test
  void theRecipesOfTheRepositoryHaveNone() {
    for (String recipe : List.of("smoke", "quickstart", "afternoon"))
      assertThat(differences(CHAT, recipe)).as(recipe).isEmpty();
    assertThat(differences(TRANSCRIPT, "paper")).isEmpty();
  }

  @Test
  void theDefaultsOfABaseModelHelpItToAnswerAndAreTold() {
    assertThat(differences(TRANSCRIPT, "smoke"))
        .hasSize(3)
        .anyMatch(one -> one.startsWith("examples.exchanges=64: "))
        .anyMatch(one -> one.startsWith("critique.stop-at-blank-line=true: "))
        .anyMatch(one -> one.startsWith("feedback.stop-at-blank-line=true: "));
    assertThat(
            differences(
                TRANSCRIPT,
                "smoke",
                "examples.exchanges=0",
                "critique.stop-at-blank-line=false",
                "feedback.stop-at-blank-line=false"))
        .isEmpty();
  }

  @Test
  void whatOnlyTranscriptsHaveIsNoDifferenceInAChat() {
    assertThat(
            differences(CHAT, "smoke", "examples.exchanges=3", "critique.stop-at-blank-line=true"))
        .isEmpty();
  }

  @Test
  void cutPairsAreOneInEitherFormat() {
    for (var formats : List.of(CHAT, TRANSCRIPT))
      assertThat(differences(formats, "paper", "feedback.whole-sentences=true"))
          .anyMatch(one -> one.startsWith("feedback.whole-sentences=true: "));
  }

  @Test
  void aFeedbackModelThatIsAskedInAnotherFormatIsOne() {
    assertThat(differences(CHAT, "smoke", "feedback.yes-no-format=transcript"))
        .containsExactly(
            "feedback.yes-no-format=transcript: the feedback model is asked about answers in"
                + " another format than its own, chat");
    assertThat(
            differences(
                CHAT,
                "smoke",
                "feedback.yes-no-format=transcript",
                "feedback.method=multiple-choice",
                "evaluation.judge=false"))
        .containsExactly(
            "feedback.method=multiple-choice: the feedback model compares answers in a plain text,"
                + " as in the paper, and not in its own format, chat");
    // A base model as the feedback model has its own format.
    assertThat(
            differences(
                new LocalModels.Formats(FormatKind.CHAT, FormatKind.TRANSCRIPT),
                "smoke",
                "feedback.method=chain-of-thought"))
        .isEmpty();
  }
}
