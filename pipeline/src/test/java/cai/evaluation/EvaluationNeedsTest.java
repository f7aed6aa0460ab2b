package cai.evaluation;

import static cai.evaluation.EvaluationFixture.settings;
import static cai.language.Capability.CHAT;
import static cai.language.Capability.CHOICE;
import static cai.language.Capability.CONTINUATION;
import static cai.language.Capability.LIKELIHOOD;
import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.FormatKind;
import cai.language.Capability;
import cai.language.Capability.Need;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the stage needs of the models that it compares and of its judge.
final class EvaluationNeedsTest {
  private static Set<Capability> all(List<Need> needs) {
    var all = EnumSet.noneOf(Capability.class);
    needs.forEach(need -> all.addAll(need.capabilities()));
    return all;
  }

  @Test
  void multipleChoiceItemsAskForLikelihoods() {
    assertThat(all(settings("likelihoods", false).needsOfContenders())).containsExactly(CHAT);
    Set<Capability> letters =
        all(
            settings("likelihoods", false, "hhh", Optional.of(Path.of("items.jsonl")))
                .needsOfContenders());
    assertThat(letters).containsExactlyInAnyOrder(CHAT, CONTINUATION, LIKELIHOOD);
    assertThat(
            all(
                settings("likelihoods", false, "identification", List.of(Path.of("items.jsonl")))
                    .needsOfContenders()))
        .isEqualTo(letters);
    assertThat(all(settings().needsOfContenders())).isEqualTo(letters);
  }

  @Test
  void aJudgeThatIsNotAskedNeedsNothing() {
    assertThat(all(settings("judge", true).needsOfJudge(FormatKind.CHAT)))
        .containsExactlyInAnyOrder(CHAT, CHOICE);
    assertThat(all(settings("judge", false).needsOfJudge(FormatKind.CHAT))).isEmpty();
  }
}
