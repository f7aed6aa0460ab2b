package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import org.junit.jupiter.api.Test;

class GuardedRewardTest {
  private static final PolicyGuards GUARDS = new PolicyGuards(3, 1, 4, 0.5, 0.3, 2, 0.1, 20, 0);

  @Test
  void anOrdinaryAnswerEarnsItsScore() {
    var reward = GuardedReward.of(1.25, new int[] {1, 2, 3, 4, 5}, true, GUARDS);
    assertThat(reward).isEqualTo(new GuardedReward(1.25, "", 0));
  }

  @Test
  void scoresAreClippedBothWays() {
    int[] answer = {1, 2, 3, 4, 5};
    assertThat(GuardedReward.of(17, answer, true, GUARDS).value()).isEqualTo(3);
    assertThat(GuardedReward.of(-17, answer, true, GUARDS).value()).isEqualTo(-3);
  }

  @Test
  void everyGuardTakesItsPartAndIsNamed() {
    assertThat(GuardedReward.of(1, new int[] {1, 2, 3, 4}, false, GUARDS))
        .isEqualTo(new GuardedReward(0, "unfinished", 0));
    assertThat(GuardedReward.of(1, new int[] {1, 2, 3}, true, GUARDS))
        .isEqualTo(new GuardedReward(0.5, "short", 0));
    // Five bigrams, of which (7, 7) occurs four times and (7, 8) once: 1 - 2/5.
    var repetitive = GuardedReward.of(1, new int[] {7, 7, 7, 7, 7, 8}, true, GUARDS);
    assertThat(repetitive.penalties()).isEqualTo("repetitive");
    assertThat(repetitive.value()).isEqualTo(-1);
    assertThat(repetitive.repetition()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void anAnswerOfOneTokenRepeatsNothing() {
    assertThat(GuardedReward.repetition(new int[] {5})).isZero();
    assertThat(GuardedReward.repetition(new int[] {})).isZero();
  }
}
