package cai.language;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.dialogue.FormatKind;
import cai.errors.UserError;
import cai.language.Capability.Need;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CapabilityTest {
  private static final Set<Capability> ENDPOINT = Set.of(Capability.CHAT, Capability.CHOICE);

  @Test
  void whatAModelCannotDoIsSaidWithTheSettingThatAsksForIt() {
    List<Need> needs =
        List.of(
            new Need("answers in pairs", Set.of(Answers.needs(FormatKind.CHAT))),
            Need.of(
                "feedback.yes-no-format",
                FormatKind.TRANSCRIPT,
                YesNoQuestions.needs(FormatKind.TRANSCRIPT)),
            Need.of(
                "evaluation.hhh",
                "items.jsonl",
                Set.of(Capability.LIKELIHOOD, Capability.CONTINUATION)));
    assertThatThrownBy(() -> Capability.require("gpt-x", ENDPOINT, needs))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "feedback.yes-no-format=transcript: the model 'gpt-x' would have to continue a text as"
                + " it stands, which it cannot; choose another setting or another model\n"
                + "evaluation.hhh=items.jsonl: the model 'gpt-x' would have to continue a text as"
                + " it stands and to say how likely a given text is, which it cannot; choose"
                + " another setting or another model");
  }

  @Test
  void whatAModelCanDoPasses() {
    var chat =
        List.of(Need.of("critique.lead-ins", "flagged", YesNoQuestions.needs(FormatKind.CHAT)));
    assertThatCode(() -> Capability.require("gpt-x", ENDPOINT, chat)).doesNotThrowAnyException();
    var all = List.of(new Need("everything", EnumSet.allOf(Capability.class)));
    assertThatCode(() -> Capability.require("here", EnumSet.allOf(Capability.class), all))
        .doesNotThrowAnyException();
  }
}
