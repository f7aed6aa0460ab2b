package cai.feedback;

import static cai.feedback.FeedbackFixture.settings;
import static cai.language.Capability.CHAT;
import static cai.language.Capability.CHOICE;
import static cai.language.Capability.CONTINUATION;
import static cai.language.Capability.LIKELIHOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.constitution.Constitution;
import cai.dialogue.DialogueStyle;
import cai.dialogue.FormatKind;
import cai.errors.UserError;
import cai.feedback.FeedbackSettings.Method;
import cai.language.AskedModel;
import cai.language.Capability;
import cai.language.Capability.Need;
import cai.language.ScriptedAskedModel;
import cai.prompts.PromptItem;
import cai.run.Artifact;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the stage needs of its models.
final class FeedbackNeedsTest {
  private static Set<Capability> all(List<Need> needs) {
    var all = EnumSet.noneOf(Capability.class);
    needs.forEach(need -> all.addAll(need.capabilities()));
    return all;
  }

  private static FeedbackStage stage(
      FeedbackSettings settings, AskedModel sampler, AskedModel judge) {
    var files =
        new FeedbackStage.FeedbackExampleFiles(
            Path.of("r"), 3, Path.of("f"), Path.of("y"), Path.of("t"), Path.of("k"));
    return stage(settings, files, sampler, judge);
  }

  static FeedbackStage stage(
      FeedbackSettings settings,
      FeedbackStage.FeedbackExampleFiles files,
      AskedModel sampler,
      AskedModel judge) {
    return new FeedbackStage(
        settings,
        files,
        0,
        true,
        sampler,
        judge,
        new Artifact<Constitution>("constitution", Optional.empty(), _ -> null),
        new Artifact<List<PromptItem>>("prompts", Optional.empty(), _ -> List.of()));
  }

  @Test
  void eachMethodSaysWhatItAsks() {
    assertThat(all(settings(Method.MULTIPLE_CHOICE).needsOfFeedbackModel(FormatKind.CHAT)))
        .containsExactlyInAnyOrder(CONTINUATION, LIKELIHOOD);
    assertThat(all(settings(Method.CHAIN_OF_THOUGHT).needsOfFeedbackModel(FormatKind.CHAT)))
        .containsExactlyInAnyOrder(CONTINUATION, CHOICE);
    assertThat(all(settings(Method.YES_NO_BALANCED).needsOfFeedbackModel(FormatKind.TRANSCRIPT)))
        .containsExactlyInAnyOrder(CONTINUATION, CHOICE);
    assertThat(all(settings(Method.YES_NO_BALANCED).needsOfFeedbackModel(FormatKind.CHAT)))
        .containsExactlyInAnyOrder(CHAT, CHOICE);
    assertThat(
            all(
                settings(Method.YES_NO_BALANCED, "yesNoFormat", DialogueStyle.TRANSCRIPT)
                    .needsOfFeedbackModel(FormatKind.CHAT)))
        .containsExactlyInAnyOrder(CONTINUATION, CHOICE);
    assertThat(all(settings(Method.YES_NO_BALANCED).needsOfSampler(FormatKind.TRANSCRIPT)))
        .containsExactly(CONTINUATION);
    assertThat(all(settings(Method.YES_NO_BALANCED).needsOfSampler(FormatKind.CHAT)))
        .containsExactly(CHAT);
  }

  @Test
  void aChatModelThatTellsTheNextTokenCanJudgeInItsOwnFormatAndNotInThePapers() {
    AskedModel endpoint = ScriptedAskedModel.able(CHAT, CHOICE);
    AskedModel here = ScriptedAskedModel.able(Capability.values());
    assertThat(stage(settings(Method.YES_NO_BALANCED), endpoint, endpoint)).isNotNull();
    assertThatThrownBy(() -> stage(settings(Method.MULTIPLE_CHOICE), here, endpoint))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "feedback.method=multiple-choice: the model 'scripted' would have to continue a text as"
                + " it stands and to say how likely a given text is, which it cannot");
    var transcript = settings(Method.YES_NO_BALANCED, "yesNoFormat", DialogueStyle.TRANSCRIPT);
    assertThatThrownBy(() -> stage(transcript, here, endpoint))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("feedback.yes-no-format=transcript: ");
  }
}
