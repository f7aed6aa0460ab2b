package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptScheduleTest {
  @Test
  void everyStepHasTheShareOfHelpfulnessPrompts() {
    var schedule = new PromptSchedule(Fixture.prompts(), 8, 0.25, new Seeds(1));
    for (int step = 0; step < 20; step++) {
      List<PromptItem> prompts = schedule.of(step);
      assertThat(prompts).hasSize(8);
      assertThat(prompts.stream().filter(item -> item.aim() == Aim.HELPFULNESS)).hasSize(2);
    }
  }

  @Test
  void everyPromptComesOnceBeforeAnyComesAgain() {
    var schedule = new PromptSchedule(Fixture.prompts(), 2, 0.5, new Seeds(1));
    var seen = new ArrayList<String>();
    for (int step = 0; step < 10; step++) seen.add(schedule.of(step).getFirst().id());
    assertThat(new HashSet<>(seen.subList(0, 5))).hasSize(5);
    assertThat(new HashSet<>(seen.subList(5, 10))).hasSize(5);
    assertThat(seen.subList(0, 5)).isNotEqualTo(seen.subList(5, 10));
  }

  // Shuffling the list for every prompt took 20 billion exchanges here.
  @Test
  void manyPromptsAreShuffledOncePerPass() {
    PromptItem one = Fixture.prompts().getFirst();
    List<PromptItem> many =
        IntStream.range(0, 100_000)
            .mapToObj(i ->
                new PromptItem(
                    one.format(), "p" + i, one.aim(), one.kind(), one.split(), one.prompt()))
            .toList();
    var schedule = new PromptSchedule(many, 50_000, 0, new Seeds(1));
    var seen = new HashSet<String>();
    for (int step = 0; step < 4; step++) {
      if (step == 2) seen.clear();
      schedule.of(step).forEach(item -> seen.add(item.id()));
      if (step % 2 == 1) assertThat(seen).hasSize(100_000);
    }
  }

  @Test
  void promptsOfOneAimAloneFillTheStep() {
    List<PromptItem> harmful =
        Fixture.prompts().stream().filter(item -> item.aim() == Aim.HARMLESSNESS).toList();
    assertThat(new PromptSchedule(harmful, 6, 0.5, new Seeds(1)).of(3)).hasSize(6);
  }
}
