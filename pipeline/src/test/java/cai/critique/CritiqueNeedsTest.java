package cai.critique;

import static cai.critique.CritiqueFixture.acceptance;
import static cai.critique.CritiqueFixture.inputs;
import static cai.critique.CritiqueFixture.settings;
import static cai.dialogue.FormatKind.TRANSCRIPT;
import static cai.language.Capability.CHAT;
import static cai.language.Capability.CHOICE;
import static cai.language.Capability.CONTINUATION;
import static cai.language.Capability.LIKELIHOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.constitution.Constitution;
import cai.critique.CritiqueSettings.LeadIns;
import cai.dialogue.FormatKind;
import cai.errors.UserError;
import cai.language.AskedModel;
import cai.language.Capability;
import cai.language.Script;
import cai.language.ScriptedAskedModel;
import cai.language.ScriptedLanguageModel;
import cai.prompts.PromptItem;
import cai.run.Artifact;
import cai.run.Progress;
import cai.run.Seeds;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the stage needs of its model.
final class CritiqueNeedsTest {
  @TempDir private Path folder;

  private static Set<Capability> all(FormatKind format, CritiqueSettings settings) {
    var all = EnumSet.noneOf(Capability.class);
    settings.needs(format).forEach(need -> all.addAll(need.capabilities()));
    return all;
  }

  private static CritiqueStage stage(CritiqueSettings settings, AskedModel model) {
    return new CritiqueStage(
        settings,
        new CritiqueStage.CritiqueExampleFiles(Path.of("c"), Path.of("r"), Path.of("y"), 3),
        model,
        new Artifact<Constitution>("constitution", Optional.empty(), _ -> null),
        new Artifact<List<PromptItem>>("prompts", Optional.empty(), _ -> List.of()));
  }

  @Test
  void questionsAreNeededForFlagsAndForCandidates() {
    assertThat(all(TRANSCRIPT, settings("leadIns", LeadIns.NEVER))).containsExactly(CONTINUATION);
    assertThat(all(TRANSCRIPT, settings("leadIns", LeadIns.ALWAYS))).containsExactly(CONTINUATION);
    assertThat(all(TRANSCRIPT, settings("leadIns", LeadIns.FLAGGED)))
        .containsExactlyInAnyOrder(CONTINUATION, CHOICE);
    assertThat(all(TRANSCRIPT, settings("leadIns", LeadIns.ALWAYS, "candidates", 2)))
        .containsExactlyInAnyOrder(CONTINUATION, CHOICE);
  }

  @Test
  void inAChatOnlyALeadInNeedsAModelThatContinuesWhatIsBegun() {
    assertThat(all(FormatKind.CHAT, settings("leadIns", LeadIns.NEVER))).containsExactly(CHAT);
    assertThat(all(FormatKind.CHAT, settings("leadIns", LeadIns.NEVER, "candidates", 2)))
        .containsExactlyInAnyOrder(CHAT, CHOICE);
    assertThat(all(FormatKind.CHAT, settings("leadIns", LeadIns.ALWAYS)))
        .containsExactlyInAnyOrder(CHAT, CONTINUATION);
    assertThat(all(FormatKind.CHAT, settings("leadIns", LeadIns.FLAGGED)))
        .containsExactlyInAnyOrder(CHAT, CONTINUATION, CHOICE);
  }

  @Test
  void acceptanceNeedsAModelThatSaysHowLikelyATextIs() {
    var settings = settings("leadIns", LeadIns.NEVER, "acceptance", acceptance());
    assertThat(all(FormatKind.CHAT, settings)).containsExactlyInAnyOrder(CHAT, LIKELIHOOD);
    var compared = acceptance("mostPrincipleLoss", Optional.of(1.0));
    assertThat(all(FormatKind.CHAT, settings("leadIns", LeadIns.NEVER, "acceptance", compared)))
        .containsExactlyInAnyOrder(CHAT, CHOICE, LIKELIHOOD);
    assertThatThrownBy(() -> stage(settings, ScriptedAskedModel.able(CHAT, CHOICE)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "critique.acceptance.enabled=true: the model 'scripted' would have to say how likely a"
                + " given text is, which it cannot; choose another setting or another model");
  }

  @Test
  void anEndpointWithoutContinuationIsAskedForRevisionsWithoutLeadIns() {
    assertThat(stage(settings("leadIns", LeadIns.NEVER), ScriptedAskedModel.able(CHAT)))
        .isNotNull();
    assertThatThrownBy(
            () -> stage(settings("leadIns", LeadIns.ALWAYS), ScriptedAskedModel.able(CHAT)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "critique.lead-ins=always: the model 'scripted' would have to continue a text as it"
                + " stands, which it cannot; choose another setting or another model");
  }

  @Test
  void aModelThatCannotDoItIsRefusedBeforeAnyWork() {
    assertThatThrownBy(
            () -> stage(settings("candidates", 3), ScriptedAskedModel.able(CONTINUATION, CHAT)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "critique.lead-ins=flagged: the model 'scripted' would have to weigh one-word answers,"
                + " which it cannot; choose another setting or another model\n"
                + "critique.candidates=3: the model 'scripted' would have to weigh one-word"
                + " answers, which it cannot; choose another setting or another model");
    assertThat(stage(settings(), ScriptedAskedModel.able(CONTINUATION, CHOICE))).isNotNull();
  }

  @Test
  void aModelThatOnlyWritesTextIsAskedNothingElse() {
    var model = ScriptedLanguageModel.answering(Script::unique);
    var asked = new ScriptedAskedModel("scripted", Set.of(CONTINUATION), model);
    var inputs =
        inputs(CritiqueFixture.redTeam(3), CritiqueFixture.helpful(2), CritiqueFixture.PLAIN);
    CritiqueCounts counts =
        new CritiqueWork(
                asked.open(),
                settings("leadIns", LeadIns.ALWAYS),
                inputs,
                new Seeds(1),
                Progress.silent())
            .run(folder);
    assertThat(counts.chains()).isEqualTo(3);
    assertThat(model.scorings()).isEmpty();
  }
}
