package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.run.training.Diverged;
import cai.sequence.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KlGuardTest {
  private static final KlGuard GUARD = new KlGuard(5, 0.01);

  @Test
  void theLimitItselfIsAllowed() {
    assertThat(GUARD.objection(answers(4, 6))).isEmpty();
    assertThat(GUARD.objection(answers(5, 5))).isEmpty();
    assertThat(GUARD.objection(answers(5, 5.2)))
        .hasValueSatisfying(one -> assertThat(one).startsWith("the policy is 5.1 nats per answer"));
    assertThat(GUARD.objection(answers(0, Double.POSITIVE_INFINITY))).isPresent();
  }

  // 9 ln 10 = 20.72 nats in all, and 0.01 for each of 4 tokens.
  @Test
  void aNegativeEstimateIsNoiseUntilChanceDoesNotExplainIt() {
    assertThat(GUARD.objection(answers(-10, -10.7))).isEmpty();
    assertThat(GUARD.objection(answers(-10, -10.8)))
        .hasValueSatisfying(one ->
            assertThat(one).contains("estimated as -10.40").contains("a KL is never negative"));
  }

  @Test
  void oneUpdateMayNotGoFurtherThanAll() {
    GUARD.watch(9.9, 2);
    assertThatThrownBy(() -> GUARD.watch(10.3, 2))
        .isInstanceOf(Diverged.class)
        .hasMessageContaining("this step alone moves the policy by 5.2 nats per answer");
  }

  /// Answers of two tokens, each with this KL.
  private static List<Trajectory> answers(double... kl) {
    var answers = new ArrayList<Trajectory>();
    for (double one : kl)
      answers.add(
          new Trajectory(
              new TokenSequence(new int[] {1, 2, 3}, 1),
              new double[] {-1, -1},
              new double[] {-1, -1 - one},
              new double[2],
              new double[2],
              new double[2]));
    return answers;
  }
}
