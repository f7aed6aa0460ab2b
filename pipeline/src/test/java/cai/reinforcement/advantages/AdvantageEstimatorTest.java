package cai.reinforcement.advantages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.sequence.Advantages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvantageEstimatorTest {
  private static final double SURE = 1e-12;

  /// An answer whose tokens are `kl / tokens` nats likelier under the policy than under SL-CAI.
  private static RewardedAnswer answer(double reward, int tokens, double kl) {
    double[] policy = new double[tokens];
    double[] initialPolicy = new double[tokens];
    for (int t = 0; t < tokens; t++) {
      policy[t] = -1;
      initialPolicy[t] = -1 - kl / tokens;
    }
    return new RewardedAnswer(reward, policy, initialPolicy, new double[tokens]);
  }

  private static void assertAdvantages(EstimatedAdvantages found, double[] each, int... tokens) {
    assertThat(found.advantages()).hasSize(each.length);
    for (int i = 0; i < each.length; i++) {
      assertThat(found.advantages().get(i)).hasSize(tokens[i]);
      for (double one : found.advantages().get(i)) assertThat(one).isCloseTo(each[i], within(SURE));
      assertThat(found.returns().get(i)).containsOnly(0).hasSize(tokens[i]);
    }
  }

  // KL weight 0.5. First prompt: rewards 3, 1, 0 less 0.5 times KL 2, 0, -2 give 2, 1, 1; the means
  // of the others are 1, 1.5, 1.5. Second prompt: 4, -1, 0 without KL; the others' means are -0.5,
  // 2, 1.5.
  @Test
  void leaveOneOutComparesAnAnswerWithTheMeanOfTheOthers() {
    var estimator = new LeaveOneOut(3, 0.5, 10);
    EstimatedAdvantages found =
        estimator.of(
            List.of(
                answer(3, 2, 2),
                answer(1, 1, 0),
                answer(0, 4, -2),
                answer(4, 1, 0),
                answer(-1, 2, 0),
                answer(0, 3, 0)));
    assertAdvantages(found, new double[] {1, -0.5, -0.5, 4.5, -3, -1.5}, 2, 1, 4, 1, 2, 3);
    assertThat(found.equalGroups()).contains(0);
    assertThat(estimator.needsValues()).isFalse();
    assertThat(estimator.lossKl()).isZero();
    assertThat(estimator.divisor(6, 13)).isEqualTo(60);
  }

  // Means 2 and 1. The KL is in the loss and leaves advantages alone.
  @Test
  void groupComparesAnAnswerWithTheMeanOfAll() {
    var estimator = new GroupRelative(2, false, 0.5, 10);
    EstimatedAdvantages found =
        estimator.of(List.of(answer(3, 2, 2), answer(1, 1, 0), answer(0, 4, -2), answer(2, 1, 0)));
    assertAdvantages(found, new double[] {1, -1, -1, 1}, 2, 1, 4, 1);
    assertThat(estimator.lossKl()).isEqualTo(0.5);
    assertThat(estimator.divisor(4, 8)).isEqualTo(40);
  }

  // Rewards 1, 2, 3, 6: mean 3, population deviation sqrt((4 + 1 + 0 + 9) / 4) = sqrt(3.5).
  @Test
  void groupMayDivideByTheDeviation() {
    EstimatedAdvantages found =
        new GroupRelative(4, true, 0, 10)
            .of(List.of(answer(1, 1, 0), answer(2, 1, 0), answer(3, 1, 0), answer(6, 1, 0)));
    double unit = Math.sqrt(3.5) + 1e-4;
    assertAdvantages(found, new double[] {-2 / unit, -1 / unit, 0, 3 / unit}, 1, 1, 1, 1);
  }

  // A mean over all is a mean over the others, weighted by (k - 1) / k.
  @Test
  void withoutKlAndDeviationGroupIsLeaveOneOutButForAFactor() {
    var answers = List.of(answer(0.3, 2, 0), answer(-1.1, 3, 0), answer(2.7, 1, 0));
    List<double[]> others = new LeaveOneOut(3, 0, 5).of(answers).advantages();
    List<double[]> all = new GroupRelative(3, false, 0, 5).of(answers).advantages();
    for (int i = 0; i < 3; i++)
      assertThat(all.get(i)[0]).isCloseTo(others.get(i)[0] * 2 / 3, within(SURE));
  }

  @Test
  void groupsOfEqualRewardsTeachNothingAndAreCounted() {
    double third = 1.0 / 3; // a mean of three of these is not exactly this number
    var answers = new ArrayList<RewardedAnswer>();
    for (int i = 0; i < 3; i++) answers.add(answer(third, 2, 0));
    for (double reward : new double[] {1, 1, 2}) answers.add(answer(reward, 2, 0));
    for (AdvantageEstimator estimator :
        List.of(new LeaveOneOut(3, 0.1, 5), new GroupRelative(3, true, 0.1, 5))) {
      EstimatedAdvantages found = estimator.of(answers);
      assertThat(found.equalGroups()).contains(1);
      for (int i = 0; i < 3; i++) assertThat(found.advantages().get(i)).containsExactly(0, 0);
      assertThat(found.advantages().get(5)[0]).isPositive();
    }
    // A KL that differs makes rewards differ where the penalty is in the reward.
    var apart = List.of(answer(1, 1, 0.2), answer(1, 1, 0.4));
    assertThat(new LeaveOneOut(2, 0.1, 5).of(apart).equalGroups()).contains(0);
    assertThat(new GroupRelative(2, false, 0.1, 5).of(apart).equalGroups()).contains(1);
  }

  @Test
  void advantagesOfAGroupAddUpToZeroAndDoNotKnowOtherGroups() {
    var one = List.of(answer(0.3, 2, 1), answer(-1.1, 3, 0.5), answer(2.7, 1, -1));
    var two = new ArrayList<>(one);
    for (double reward : new double[] {100, -7, 3}) two.add(answer(reward, 2, 0));
    for (AdvantageEstimator estimator :
        List.of(new LeaveOneOut(3, 0.1, 5), new GroupRelative(3, false, 0.1, 5))) {
      List<double[]> alone = estimator.of(one).advantages();
      List<double[]> among = estimator.of(two).advantages();
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        assertThat(among.get(i)).containsExactly(alone.get(i));
        sum += alone.get(i)[0];
      }
      assertThat(sum).isCloseTo(0, within(SURE));
    }
  }

  // Weight 0.1, discount 1, lambda 1: token rewards -0.1 and 3 - 0.1 = 2.9, and 1; values 0.5, 1
  // and
  // 2. Advantages 2.3, 1.9 and -1; returns 2.8, 2.9 and 1.
  @Test
  void generalisedAdvantagesAreWhitenedOverTheStep() {
    var estimator = new GeneralisedAdvantages(0.1, 1, 1);
    var first =
        new RewardedAnswer(3, new double[] {-1, -1}, new double[] {-2, -2}, new double[] {0.5, 1});
    var second = new RewardedAnswer(1, new double[] {-1}, new double[] {-1}, new double[] {2});
    EstimatedAdvantages found = estimator.of(List.of(first, second));
    List<double[]> expected =
        Advantages.whitened(List.of(new double[] {2.3, 1.9}, new double[] {-1}));
    for (int i = 0; i < 2; i++)
      assertThat(found.advantages().get(i)).containsExactly(expected.get(i), within(SURE));
    assertThat(found.returns().getFirst()).containsExactly(new double[] {2.8, 2.9}, within(SURE));
    assertThat(found.returns().getLast()).containsExactly(new double[] {1}, within(SURE));
    assertThat(found.equalGroups()).isEmpty();
    assertThat(estimator.needsValues()).isTrue();
    assertThat(estimator.divisor(2, 3)).isEqualTo(3);
  }

  @Test
  void aSingleAnswerHasNothingToBeComparedWith() {
    assertThatThrownBy(() -> new LeaveOneOut(1, 0, 5)).hasMessageContaining("nothing to compare");
    assertThatThrownBy(() -> new GroupRelative(1, false, 0, 5))
        .hasMessageContaining("nothing to compare");
    assertThatThrownBy(() -> new LeaveOneOut(2, 0, 5).of(List.of(answer(1, 1, 0))))
        .hasMessageContaining("1 answers in groups of 2");
  }

  @Test
  void aTeacherRewardsEachTokenWithHowMuchLikelierItFindsIt() {
    var estimator = new TeacherDivergence();
    var answer =
        new RewardedAnswer(
            9,
            new double[] {-1, -2, -0.5},
            new double[] {-9, -9, -9},
            new double[] {-0.25, -2, -3},
            new double[] {7, 7, 7});
    EstimatedAdvantages found = estimator.of(List.of(answer));
    assertThat(found.advantages().getFirst()).containsExactly(0.75, 0, -2.5);
    assertThat(found.returns().getFirst()).containsExactly(0, 0, 0);
    assertThat(found.equalGroups()).isEmpty();
    assertThat(estimator.needsValues()).isFalse();
    assertThat(estimator.divisor(4, 17)).isEqualTo(17);
    assertThat(estimator.lossKl()).isZero();
  }
}
