package cai.reinforcement.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.prompts.PromptItem;
import cai.prompts.PromptItem.PromptGroup;
import cai.prompts.Split;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptDivisionTest {
  private static final Seeds SEEDS = new Seeds(3);

  private static List<PromptItem> prompts(int redTeam, int helpful, int perConversation) {
    var prompts = new ArrayList<PromptItem>();
    for (int i = 0; i < redTeam; i++) prompts.add(prompt(Aim.HARMLESSNESS, i, perConversation));
    for (int i = 0; i < helpful; i++) prompts.add(prompt(Aim.HELPFULNESS, i, perConversation));
    return prompts;
  }

  private static PromptItem prompt(Aim aim, int number, int perConversation) {
    return new PromptItem(
        PromptItem.FORMAT,
        aim + "-" + number,
        aim + "/" + number / perConversation,
        aim,
        PromptGroup.of(aim),
        PromptItem.NO_KIND,
        Split.TRAIN,
        Dialogue.ask("Question " + number + "?"));
  }

  private static PromptDivision division(List<PromptItem> prompts, int wanted) {
    return PromptDivision.of(prompts, new SnapshotSettings(4, wanted), 0.25, SEEDS);
  }

  @Test
  void everyPromptIsOnOneSide() {
    List<PromptItem> prompts = prompts(80, 40, 1);
    PromptDivision division = division(prompts, 16);
    assertThat(PromptItem.of(Aim.HARMLESSNESS, division.setAside())).hasSize(12);
    assertThat(PromptItem.of(Aim.HELPFULNESS, division.setAside())).hasSize(4);
    var both = new ArrayList<>(division.learnt());
    both.addAll(division.setAside());
    assertThat(both).containsExactlyInAnyOrderElementsOf(prompts);
    assertThat(division).isEqualTo(division(prompts, 16));
    assertThat(division.setAside())
        .isNotEqualTo(
            PromptDivision.of(prompts, new SnapshotSettings(4, 16), 0.25, new Seeds(4)).setAside());
  }

  @Test
  void aFourthIsSetAsideAtMost() {
    PromptDivision division = division(prompts(9, 3, 1), 16);
    assertThat(division.setAside()).hasSize(2);
    assertThat(division.learnt()).hasSize(10);
    assertThat(division(prompts(3, 3, 1), 16).setAside()).isEmpty();
  }

  @Test
  void theTurnsOfAConversationStayTogether() {
    PromptDivision division = division(prompts(81, 0, 3), 16);
    assertThat(division.setAside()).hasSize(12);
    assertThat(division.learnt())
        .extracting(PromptItem::conversation)
        .doesNotContainAnyElementsOf(
            division.setAside().stream().map(PromptItem::conversation).toList());
    // A conversation that is too large is passed over.
    assertThat(division(prompts(40, 0, 20), 16).setAside()).isEmpty();
  }

  @Test
  void withoutSnapshotsNothingIsSetAside() {
    List<PromptItem> prompts = prompts(80, 40, 1);
    assertThat(PromptDivision.of(prompts, new SnapshotSettings(0, 16), 0.5, SEEDS))
        .isEqualTo(new PromptDivision(prompts, List.of()));
  }
}
