package cai.reinforcement;

import cai.errors.UserError;
import cai.json.Json;
import cai.language.local.LocalModel;
import cai.reinforcement.PolicyUpdate.Sums;
import cai.reinforcement.ReinforcementWork.ScoringModel;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.training.Diverged;
import cai.run.training.ResumableTraining;
import cai.run.training.ResumableTraining.Steps;
import cai.run.training.ResumableTraining.TrainingTask;
import cai.run.training.TrainingStop;
import cai.storage.AtomicFiles;
import cai.storage.Journal;
import cai.storage.Lines;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.training.AdamW;
import cai.training.KeptState;
import cai.training.Schedule;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// PPO with a KL penalty, step by step. A killed training goes on after the last step that was
/// saved and ends with the same weights, bit by bit.
///
/// The answers of a step measure the policy that gave them, the one before the step's update. Where
/// they show that it is too far from SL-CAI, or where one of its numbers is NaN or infinite,
/// training ends with the last policy whose own answers were inside the limit. After the last
/// update the policy answers once more; these answers are measured and cause no update.
///
/// **Source**: Bai et al. 2022, section 4.2; Schulman et al. 2017; the details as in the N
/// implementation details of RLHF with PPO.
public final class ReinforcementLoop implements AutoCloseable {
  /// The answers of a policy that was not kept.
  static final String REJECTED = "rejected.jsonl";

  private final ReinforcementSettings settings;
  private final Models models;
  private final PromptSchedule prompts;
  private final Seeds seeds;
  private final ValueHead value;
  private final AdamW policyOptimiser;
  private final AdamW valueOptimiser;
  private final PolicyUpdate update;
  private final Likelihoods.ScoringPass pass;
  private final Schedule schedule;
  private final KlGuard guard;
  private final Counter optimiserSteps = new Counter();
  private final KeptState kept; // the last policy inside the limit
  private final Counter keptSteps = new Counter(); // the number of steps it was trained for

  /// The models of the training.
  ///
  /// @param policy decoder with trained upper layers
  /// @param initialPolicy SL-CAI, frozen; its lower layers are the policy's
  /// @param maker of rollouts with the policy
  /// @param scale of the preference model's scores
  public record Models(
      Decoder policy, Decoder initialPolicy, Rollouts.Maker maker, ScoreScale scale)
      implements AutoCloseable {
    /// The models as they are before the first step, when the policy is SL-CAI.
    ///
    /// @param rows answers generated at once
    public static Models untrained(
        ReinforcementSettings settings,
        LocalModel slCai,
        ScoringModel scoring,
        int rows,
        Seeds seeds) {
      Decoder policy = slCai.decoder(settings.trained(slCai.config().layers(), seeds));
      var maker = new Rollouts.Maker(policy, slCai.renderer(), scoring.scorer(), settings, rows);
      return new Models(policy, policy.frozenCopy(), maker, ScoreScale.none());
    }

    /// These models, with scores measured on a scale.
    public Models scaled(ScoreScale scale) {
      return new Models(policy, initialPolicy, maker, scale);
    }

    @Override
    public void close() {
      initialPolicy.close();
      policy.close();
    }
  }

  /// @param models stay the caller's
  public ReinforcementLoop(
      ReinforcementSettings settings, Models models, PromptSchedule prompts, Seeds seeds) {
    this.settings = settings;
    this.models = models;
    this.prompts = prompts;
    this.seeds = seeds;
    Decoder policy = models.policy();
    value = new ValueHead(policy.config().width());
    policyOptimiser =
        new AdamW(policy.trained(), policy.trainedNames(), AdamW.Settings.reinforcement());
    valueOptimiser = value.optimiser();
    update = new PolicyUpdate(policy, value, settings);
    guard = KlGuard.of(settings, policy.arithmetic());
    kept = new KeptState(policy.trained());
    // How many optimiser steps there will be is not known; without decay it does not matter.
    schedule = new Schedule(settings.learningRate(), settings.warmupSteps(), 1, false);
    pass =
        new Likelihoods.ScoringPass(
            policy.trainedFrom(), settings.temperature(), settings.tokensAtOnce());
  }

  /// Trains to the end or until a guard ends it; the policy is then the last one inside the limit.
  ///
  /// @param folder of the stage: its metrics, rollouts and checkpoints
  ReinforcementOutcome run(Path folder, Progress progress) {
    if (settings.steps() == 0) return ReinforcementOutcome.none();
    var work =
        new TrainingTask<>(
            "reinforcement",
            "steps",
            settings.steps(),
            ReinforcementStep.class,
            ReinforcementStep::step);
    var found = new AtomicReference<Optional<GuardFinding>>(Optional.empty());
    try (Journal<Rollout> rollouts =
        Journal.open(folder.resolve("rollouts.jsonl"), Rollout.class, settings.answersPerStep())) {
      new ResumableTraining<>(folder, work, progress)
          .run(
              steps(folder, rollouts),
              (step, what) -> found.set(Optional.of(new GuardFinding(step, what))));
    }
    var stop = new TrainingStop(folder, "reinforcement", progress);
    return found
        .get()
        .map(one -> ended(one.step(), one.what(), stop))
        .orElseGet(() -> atTheEnd(folder, stop));
  }

  /// What ends training.
  ///
  /// @param step counted from 0
  private record GuardFinding(int step, RuntimeException what) {}

  private Steps<ReinforcementStep> steps(Path folder, Journal<Rollout> rollouts) {
    return new Steps<>() {
      @Override
      public List<Tensor> state() {
        return ReinforcementLoop.this.state();
      }

      @Override
      public void resumeAfter(int done) {
        policyOptimiser.resumeAfter(optimiserSteps.value());
        valueOptimiser.resumeAfter(optimiserSteps.value());
        rollouts.truncate(done * settings.answersPerStep());
      }

      @Override
      public ReinforcementStep step(int step) {
        try (Experience experience = measured(step, folder)) {
          Step made = updated(step, experience, preflight(folder, step));
          rollouts.append(made.rollouts());
          return made.metrics();
        }
      }

      @Override
      public String remedy() {
        return slower();
      }
    };
  }

  /// Measures the policy that the last step has made.
  private ReinforcementOutcome atTheEnd(Path folder, TrainingStop stop) {
    try (Experience last = measured(settings.steps(), folder)) {
      return ReinforcementOutcome.complete(settings.steps(), last.kl());
    } catch (NotFinite | Diverged e) {
      return ended(settings.steps(), e, stop);
    }
  }

  /// The answers of a step. A policy that they show to be inside the limit is kept.
  private Experience measured(int step, Path folder) {
    Experience experience = experience(step);
    try {
      Optional<String> objection = guard.objection(experience.trajectories());
      if (objection.isPresent()) {
        Lines.write(folder.resolve(REJECTED), report(experience).rollouts(step + 1));
        throw new Diverged(objection.get());
      }
      kept.keep();
      keptSteps.set(step);
      return experience;
    } catch (RuntimeException e) {
      experience.close();
      throw e;
    }
  }

  /// @param step at which something was found, from 0
  private ReinforcementOutcome ended(int step, RuntimeException found, TrainingStop stop) {
    kept.restore();
    int good = Math.toIntExact(keptSteps.value());
    if (good > 0)
      return ReinforcementOutcome.stopped(
          good, "step " + (step + 1) + " of " + settings.steps(), found.getMessage(), slower());
    // A model that is called RL-CAI and is SL-CAI would make every later number say that
    // reinforcement changes nothing.
    String remedy =
        optimiserSteps.value() == 0
            ? "no update was made, so it is SL-CAI whose numbers are damaged or too large for the"
                + " arithmetic; use fp32 or run the stage finetuning again"
            : "no update of the policy is good, so there is no RL-CAI; " + slower();
    throw stop.at(step + 1, found.getMessage(), remedy);
  }

  private String slower() {
    return "lower reinforcement.learning-rate=%s or reinforcement.value-learning-rate=%s, or raise reinforcement.kl-coefficient=%s"
        .formatted(settings.learningRate(), settings.valueLearningRate(), settings.klCoefficient());
  }

  private List<Tensor> state() {
    var state = new ArrayList<>(models.policy().trained());
    state.add(value.weight());
    for (AdamW optimiser : List.of(policyOptimiser, valueOptimiser)) {
      state.addAll(optimiser.state().means());
      state.addAll(optimiser.state().squares());
    }
    state.add(optimiserSteps.tensor());
    state.addAll(kept.tensors());
    state.add(keptSteps.tensor());
    return state;
  }

  /// What a step gives to be kept.
  public record Step(ReinforcementStep metrics, List<Rollout> rollouts) {}

  private static Optional<Path> preflight(Path folder, int step) {
    return step == 0 ? Optional.of(folder.resolve("preflight.json")) : Optional.empty();
  }

  /// Makes one step, counted from 0, whatever the guards of the policy say.
  public Step step(int step) {
    try (Experience experience = experience(step)) {
      return updated(step, experience, Optional.empty());
    }
  }

  private Experience experience(int step) {
    // 1. The policy answers; the preference model scores.
    Rollouts rollouts = models.maker().of("step/" + step, prompts.of(step), seeds);
    try {
      FrozenStates frozen = rollouts.frozen();
      // 2. Log-probabilities are computed again rather than taken from the sampler.
      Likelihoods policy = likelihoods(models.policy(), frozen, s -> value.of(s).floats());
      Likelihoods initialPolicy =
          likelihoods(models.initialPolicy(), frozen, s -> new float[Math.toIntExact(s.size(0))]);
      // 3. Rewards, advantages, returns.
      return Experience.of(settings, rollouts, rewards(rollouts), policy, initialPolicy);
    } catch (RuntimeException e) {
      rollouts.close();
      throw e;
    }
  }

  /// @param preflight file of the check before the very first update, where that is due
  private Step updated(int step, Experience experience, Optional<Path> preflight) {
    // 4. Several passes over the answers.
    double rate = rate();
    Sums sums = optimise(step, experience, preflight);
    StepReport report = report(experience);
    return new Step(
        report.metrics(step + 1, experience.policy().entropies(), sums, rate),
        report.rollouts(step + 1));
  }

  private StepReport report(Experience experience) {
    return new StepReport(
        settings, experience.rollouts(), experience.rewards(), experience.trajectories());
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
              models.scale().of(rollouts.scores()[i]),
              rollouts.sampled().get(i).ids(),
              rollouts.ended(i),
              settings.guards()));
    return rewards;
  }

  private Sums optimise(int step, Experience experience, Optional<Path> preflight) {
    Sums all = Sums.none();
    List<Trajectory> trajectories = experience.trajectories();
    boolean first = preflight.isPresent();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      int[] order =
          seeds.shuffled("reinforcement", "order/" + step + "/" + epoch, trajectories.size());
      Sums passed = Sums.none();
      for (int from = 0; from < order.length; from += settings.batchSize()) {
        int to = Math.min(order.length, from + settings.batchSize());
        int[] some = Arrays.copyOfRange(order, from, to);
        Sums sums = update.backward(experience.rollouts().frozen(), trajectories, some);
        if (first) preflight(experience, sums, preflight.orElseThrow());
        first = false;
        sums.requireFinite();
        guard.watch(sums.divergence(), some.length);
        apply(sums.tokens());
        passed = passed.plus(sums);
      }
      all = all.plus(passed);
      if (passed.divergence() / passed.tokens() > settings.guards().stepKl()) break;
    }
    return all;
  }

  private void preflight(Experience experience, Sums sums, Path file) {
    Preflight preflight =
        PreflightCheck.of(models.policy().arithmetic())
            .of(
                sums.maxDeviation(),
                experience.trajectories(),
                experience.rollouts().sampled().stream().map(s -> s.logProbabilities()).toList(),
                experience.policy().plain());
    AtomicFiles.write(file, Json.pretty(preflight));
    if (!preflight.passed()) throw new UserError(file + ": " + preflight.sentence());
  }

  private double rate() {
    return schedule.at(Math.toIntExact(optimiserSteps.value()));
  }

  private void apply(long tokens) {
    valueOptimiser.gradientNorm(); // both gradients are looked at before either is followed
    policyOptimiser.stepAlongMean(rate(), tokens, settings.clipGradientNorm());
    valueOptimiser.step(settings.valueLearningRate(), 1.0 / tokens);
    optimiserSteps.set(optimiserSteps.value() + 1);
  }

  @Override
  public void close() {
    policyOptimiser.close();
    valueOptimiser.close();
    value.close();
    optimiserSteps.close();
    kept.close();
    keptSteps.close();
  }
}
