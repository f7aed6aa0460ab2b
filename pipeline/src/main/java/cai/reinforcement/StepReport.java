package cai.reinforcement;

import cai.reinforcement.PolicyUpdate.Sums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The numbers and texts of a step as they are kept.
record StepReport(ReinforcementSettings settings, Experience experience) {

  ReinforcementStep metrics(int step, Sums sums, double rate) {
    Rollouts rollouts = experience.rollouts();
    List<GuardedReward> rewards = experience.rewards();
    List<Trajectory> trajectories = experience.trajectories();
    List<double[]> entropies = experience.policy().entropies();
    int answers = rollouts.size();
    double tokens = trajectories.stream().mapToLong(one -> one.policy().length).sum();
    double kl = trajectories.stream().mapToDouble(Trajectory::kl).sum();
    double guarded = rewards.stream().mapToDouble(GuardedReward::value).sum();
    return new ReinforcementStep(
        ReinforcementStep.FORMAT,
        step,
        Arrays.stream(rollouts.scores()).average().orElse(0),
        (guarded - settings.klCoefficient() * kl) / answers,
        kl / tokens,
        kl / answers,
        entropies.stream().flatMapToDouble(Arrays::stream).sum() / tokens,
        sums.policyLoss() / sums.tokens(),
        settings.estimator().needsValues() && experience.teacherKl().isEmpty()
            ? Optional.of(sums.valueLoss() / sums.tokens())
            : Optional.empty(),
        sums.clipped() / (double) sums.tokens(),
        sums.maxRatio(),
        tokens / answers,
        IntStream.range(0, answers).filter(rollouts::ended).count() / (double) answers,
        rewards.stream().mapToDouble(GuardedReward::repetition).average().orElse(0),
        settings.klCoefficient(),
        rate,
        Optional.of(sums.gradient()),
        experience.equalGroups(),
        experience.teacherKl());
  }

  List<Rollout> rollouts(int step) {
    Rollouts rollouts = experience.rollouts();
    List<GuardedReward> rewards = experience.rewards();
    var lines = new ArrayList<Rollout>();
    for (int i = 0; i < rollouts.size(); i++)
      lines.add(
          new Rollout(
              Rollout.FORMAT,
              step,
              rollouts.prompts().get(i).id(),
              rollouts.prompts().get(i).aim(),
              rollouts.sampled().get(i).text().strip(),
              rollouts.sampled().get(i).ids(),
              rollouts.ended(i),
              rollouts.scores()[i],
              rewards.get(i).value(),
              rewards.get(i).penalties(),
              experience.trajectories().get(i).kl()));
    return lines;
  }
}
