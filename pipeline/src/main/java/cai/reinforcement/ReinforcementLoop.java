package cai.reinforcement;

import cai.UserError;
import cai.json.Json;
import cai.reinforcement.PolicyUpdate.Sums;
import cai.run.AtomicFiles;
import cai.run.Journal;
import cai.run.Metrics;
import cai.run.Progress;
import cai.run.Seeds;
import cai.sequence.Advantages;
import cai.sequence.TokenRewards;
import cai.tensor.Tensor;
import cai.training.AdamW;
import cai.training.Schedule;
import cai.training.TrainingCheckpoint;
import cai.transformer.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// PPO with a KL penalty, step by step. A killed training goes on after the last step that was
/// saved and ends with the same weights, bit by bit.
///
/// **Source**: Bai et al. 2022, section 4.2; Schulman et al. 2017; the details as in the N
/// implementation details of RLHF with PPO.
final class ReinforcementLoop implements AutoCloseable {
  private final ReinforcementSettings settings;
  private final Models models;
  private final PromptSchedule prompts;
  private final Seeds seeds;
  private final ValueHead value;
  private final AdamW policyOptimiser;
  private final AdamW valueOptimiser;
  private final PolicyUpdate update;
  private final Likelihoods.Pass pass;
  private final Schedule schedule;
  private final Counter optimiserSteps = new Counter();

  /// The models of the training.
  ///
  /// @param policy decoder with trained upper layers
  /// @param initial SL-CAI, frozen; its lower layers are the policy's
  /// @param maker of rollouts with the policy
  /// @param scoreDeviation of the preference model over its training answers
  record Models(Decoder policy, Decoder initial, Rollouts.Maker maker, double scoreDeviation) {}

  ReinforcementLoop(
      ReinforcementSettings settings, Models models, PromptSchedule prompts, Seeds seeds) {
    this.settings = settings;
    this.models = models;
    this.prompts = prompts;
    this.seeds = seeds;
    int frozenLayers = models.policy().trainedFrom();
    value = new ValueHead(models.policy().config().width());
    policyOptimiser = new AdamW(models.policy().trained(), AdamW.Settings.reinforcement());
    valueOptimiser = value.optimiser();
    update = new PolicyUpdate(models.policy(), value, settings);
    // How many optimiser steps there will be is not known; without decay it does not matter.
    schedule = new Schedule(settings.learningRate(), settings.warmupSteps(), 1, false);
    pass = new Likelihoods.Pass(frozenLayers, settings.temperature(), settings.tokensAtOnce());
  }

  /// Trains to the end or until a guard stops it.
  ///
  /// @param folder of the stage: its metrics, rollouts and checkpoint
  ReinforcementOutcome run(Path folder, Progress progress) {
    var checkpoint = new TrainingCheckpoint(folder.resolve("checkpoint.bin"));
    try (var metrics =
            Metrics.open(
                folder.resolve("metrics.jsonl"), ReinforcementStep.class, ReinforcementStep::step);
        Journal<Rollout> rollouts =
            Journal.open(
                folder.resolve("rollouts.jsonl"), Rollout.class, settings.answersPerStep())) {
      int done = Math.toIntExact(checkpoint.load(state()).orElse(0));
      policyOptimiser.resumeAfter(optimiserSteps.value());
      valueOptimiser.resumeAfter(optimiserSteps.value());
      metrics.truncateAfter(done);
      rollouts.truncate(done * settings.answersPerStep());
      progress.begin("reinforcement", "steps", settings.steps(), "steps");
      progress.advance(done);
      for (int step = done; step < settings.steps(); step++) {
        Step made = step(step, preflight(folder, step));
        rollouts.append(made.rollouts());
        metrics.append(made.metrics());
        if (made.metrics().kl() > settings.guards().mostKl()) {
          progress.end();
          return stopped(made.metrics());
        }
        checkpoint.offer(step + 1, state(), step + 1 == settings.steps());
        progress.advance(step + 1);
      }
      progress.end();
    }
    return new ReinforcementOutcome(
        ReinforcementOutcome.FORMAT,
        settings.steps(),
        false,
        "all " + settings.steps() + " steps were made");
  }

  private ReinforcementOutcome stopped(ReinforcementStep last) {
    return new ReinforcementOutcome(
        ReinforcementOutcome.FORMAT,
        last.step(),
        true,
        String.format(
            Locale.ROOT,
            "stopped after step %d of %d: the policy is %.1f nats per answer away from SL-CAI,"
                + " reinforcement.guards.most-kl=%s allows less; raise"
                + " reinforcement.kl-coefficient or lower reinforcement.learning-rate",
            last.step(),
            settings.steps(),
            last.kl(),
            settings.guards().mostKl()));
  }

  private List<Tensor> state() {
    var state = new ArrayList<>(models.policy().trained());
    state.add(value.weight());
    for (AdamW optimiser : List.of(policyOptimiser, valueOptimiser)) {
      state.addAll(optimiser.state().means());
      state.addAll(optimiser.state().squares());
    }
    state.add(optimiserSteps.tensor());
    return state;
  }

  /// What a step gives to be kept.
  record Step(ReinforcementStep metrics, List<Rollout> rollouts) {}

  private static Optional<Path> preflight(Path folder, int step) {
    return step == 0 ? Optional.of(folder.resolve("preflight.json")) : Optional.empty();
  }

  /// Makes one step, counted from 0.
  ///
  /// @param preflight file of the check before the very first update, where that is due
  Step step(int step, Optional<Path> preflight) {
    // 1. The policy answers; the preference model scores.
    try (Rollouts rollouts = models.maker().of(step, prompts.of(step), seeds)) {
      FrozenStates frozen = rollouts.frozen();
      // 2. Log-probabilities are computed again rather than taken from the sampler.
      Likelihoods policy = likelihoods(models.policy(), frozen, s -> value.of(s).floats());
      Likelihoods initial =
          likelihoods(models.initial(), frozen, s -> new float[Math.toIntExact(s.size(0))]);
      // 3. Rewards, advantages, returns.
      List<GuardedReward> rewards = rewards(rollouts);
      List<Trajectory> trajectories = trajectories(rollouts, rewards, policy, initial);
      // 4. Several passes over the answers.
      var check = new FirstUpdate(preflight, rollouts, policy, trajectories);
      double rate = rate();
      Sums sums = optimise(step, frozen, trajectories, check);
      var report = new StepReport(settings, rollouts, rewards, trajectories);
      return new Step(
          report.metrics(step + 1, policy.entropies(), sums, rate), report.rollouts(step + 1));
    }
  }

  private Likelihoods likelihoods(
      Decoder decoder, FrozenStates frozen, Function<Tensor, float[]> values) {
    return Likelihoods.of(decoder, frozen, pass, values);
  }

  private List<GuardedReward> rewards(Rollouts rollouts) {
    var rewards = new ArrayList<GuardedReward>();
    for (int i = 0; i < rollouts.size(); i++)
      rewards.add(
          GuardedReward.of(
              rollouts.scores()[i] / models.scoreDeviation(),
              rollouts.sampled().get(i).ids(),
              rollouts.ended(i),
              settings.guards()));
    return rewards;
  }

  private List<Trajectory> trajectories(
      Rollouts rollouts, List<GuardedReward> rewards, Likelihoods policy, Likelihoods initial) {
    var estimates = new ArrayList<Advantages>();
    for (int i = 0; i < rollouts.size(); i++) {
      double[] tokens =
          TokenRewards.of(
              rewards.get(i).value(),
              policy.logProbabilities().get(i),
              initial.logProbabilities().get(i),
              settings.klCoefficient());
      estimates.add(
          Advantages.of(tokens, policy.values().get(i), settings.discount(), settings.lambda()));
    }
    List<double[]> whitened =
        Advantages.whitened(estimates.stream().map(Advantages::advantages).toList());
    var trajectories = new ArrayList<Trajectory>();
    for (int i = 0; i < rollouts.size(); i++)
      trajectories.add(
          new Trajectory(
              rollouts.sequences().get(i),
              policy.logProbabilities().get(i),
              initial.logProbabilities().get(i),
              policy.values().get(i),
              whitened.get(i),
              estimates.get(i).returns()));
    return trajectories;
  }

  /// What is looked at before the very first update, and the file that tells of it.
  private record FirstUpdate(
      Optional<Path> file, Rollouts rollouts, Likelihoods policy, List<Trajectory> all) {}

  private Sums optimise(
      int step, FrozenStates frozen, List<Trajectory> trajectories, FirstUpdate check) {
    Sums all = Sums.none();
    boolean first = check.file().isPresent();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      int[] order =
          seeds.shuffled("reinforcement", "order/" + step + "/" + epoch, trajectories.size());
      Sums passed = Sums.none();
      for (int from = 0; from < order.length; from += settings.batchSize()) {
        int to = Math.min(order.length, from + settings.batchSize());
        Sums sums = update.backward(frozen, trajectories, Arrays.copyOfRange(order, from, to));
        if (first) preflight(check, sums);
        first = false;
        apply(sums.tokens());
        passed = passed.plus(sums);
      }
      all = all.plus(passed);
      if (passed.divergence() / passed.tokens() > settings.guards().stepKl()) break;
    }
    return all;
  }

  private void preflight(FirstUpdate check, Sums sums) {
    Preflight preflight =
        PreflightCheck.of(models.policy().arithmetic())
            .of(
                sums.maxDeviation(),
                check.all(),
                check.rollouts().sampled().stream().map(s -> s.logProbabilities()).toList(),
                check.policy().plain());
    Path file = check.file().orElseThrow();
    AtomicFiles.write(file, Json.pretty(preflight));
    if (!preflight.passed()) throw new UserError(file + ": " + preflight.sentence());
  }

  private double rate() {
    return schedule.at(Math.toIntExact(optimiserSteps.value()));
  }

  private void apply(long tokens) {
    policyOptimiser.stepAlongMean(rate(), tokens, settings.clipGradientNorm());
    valueOptimiser.step(settings.valueLearningRate(), 1.0 / tokens);
    optimiserSteps.increment();
  }

  @Override
  public void close() {
    policyOptimiser.close();
    valueOptimiser.close();
    value.close();
    optimiserSteps.close();
  }
}
