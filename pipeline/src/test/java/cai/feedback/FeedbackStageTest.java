package cai.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.prompts.PromptItem;
import cai.prompts.PromptItem.PromptGroup;
import cai.prompts.Split;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackStageTest {
  private static final Seeds SEEDS = new Seeds(1);

  private static List<PromptItem> prompts() {
    var prompts = new ArrayList<PromptItem>();
    for (int number = 0; number < 20; number++)
      for (PromptGroup group : PromptGroup.values())
        prompts.add(
            new PromptItem(
                group + "-" + number,
                group,
                "kind",
                Split.TRAIN,
                Dialogue.ask("Prompt " + number)));
    return prompts;
  }

  @Test
  void allPromptsAreComparedWhereNoNumberIsSet() {
    assertThat(FeedbackStage.compared(prompts(), 0, SEEDS)).isEqualTo(prompts());
  }

  @Test
  void soManyPromptsOfEachGroupAreDrawnAndKeepTheirOrder() {
    List<PromptItem> compared = FeedbackStage.compared(prompts(), 7, SEEDS);
    for (PromptGroup group : PromptGroup.values())
      assertThat(compared.stream().filter(one -> one.group() == group)).hasSize(7);
    assertThat(compared).isEqualTo(prompts().stream().filter(compared::contains).toList());
    assertThat(compared).isEqualTo(FeedbackStage.compared(prompts(), 7, SEEDS));
  }

  @Test
  void anotherSeedDrawsOthersAndAGroupMayHaveFewer() {
    assertThat(FeedbackStage.compared(prompts(), 7, new Seeds(2)))
        .isNotEqualTo(FeedbackStage.compared(prompts(), 7, SEEDS));
    List<PromptItem> few = prompts().subList(0, 3);
    assertThat(FeedbackStage.compared(few, 7, SEEDS)).isEqualTo(few);
  }
}
