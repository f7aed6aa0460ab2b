package cai.reinforcement;

import cai.dialogue.Dialogue;
import cai.language.local.LocalModel;
import cai.prompts.PromptItem;
import cai.reinforcement.PolicyUpdate.Sums;
import cai.reinforcement.ReinforcementWork.ScoringModel;
import cai.reinforcement.advantages.AdvantageEstimator;
import cai.reinforcement.advantages.TeacherDivergence;
import cai.reinforcement.snapshots.Snapshot;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.training.Diverged;
import cai.run.training.ResumableTraining;
import cai.run.training.ResumableTraining.Steps;
import cai.run.training.ResumableTraining.TrainingTask;
import cai.run.training.Rollback;
import cai.run.training.TrainingStop;
import cai.storage.Journal;
import cai.storage.Lines;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.training.KeptState;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// PPO with a KL penalty, step by step; RLOO and GRPO where the settings say so. A killed training
/// goes on after the last step that was saved and ends with the same weights, bit by bit.
///
/// The answers of a step measure the policy that gave them, the one before the step's update. Where
/// they show that it is too far from SL-CAI, or where one of its numbers is NaN or infinite,
/// training goes back to the last policy whose own answers were inside the limit and learns from
/// there at half the rates; where that has happened often enough, it ends with that policy. After
/// the last update the policy answers once more; these answers are measured and cause no update.
///
/// Every few steps the policy is gauged on prompts that are not learnt from ([SnapshotKeeper]); the
/// best one is the result.
///
/// **Source**: Bai et al. 2022, section 4.2; Schulman et al. 2017; the details as in the N
/// implementation details of RLHF with PPO.
public final class ReinforcementLoop implements AutoCloseable {
  /// The answers of a policy that was not kept.
  static final String REJECTED = "rejected.jsonl";

  private static final String SNAPSHOTS = "snapshots.jsonl";
  private static final String ROLLBACKS = "rollbacks.jsonl";

  private final ReinforcementSettings settings;
  private final Models models;
  private final PromptSchedule prompts;
  private final Seeds seeds;
  private final PolicyTrainer trainer;
  private final KlGuard guard;
  private final SnapshotKeeper snapshots;
  private final KeptState kept; // the last policy inside the limit
  private final Counter keptSteps = new Counter(); // the number of steps it was trained for

  /// The models of the training.
  ///
  /// @param policy decoder with trained upper layers
  /// @param initialPolicy SL-CAI, frozen; its lower layers are the policy's
  /// @param maker of rollouts with the policy
  /// @param scale of the preference model's scores
  /// @param shown the conversation that the teacher sees in place of a prompt, where the policy
  ///   learns from SL-CAI with more in its context than the policy has
  public record Models(
      Decoder policy,
      Decoder initialPolicy,
      Rollouts.Maker maker,
      ScoreScale scale,
      Optional<Function<PromptItem, Dialogue>> shown)
      implements AutoCloseable {
    /// Models of a policy without a teacher.
    Models(Decoder policy, Decoder initialPolicy, Rollouts.Maker maker, ScoreScale scale) {
      this(policy, initialPolicy, maker, scale, Optional.empty());
    }

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
      return new Models(policy, policy.frozenCopy(), maker, ScoreScale.none(), Optional.empty());
    }

    /// These models, with SL-CAI as a teacher that sees something else than the prompts.
    public Models taught(Optional<Function<PromptItem, Dialogue>> shown) {
      return new Models(policy, initialPolicy, maker, scale, shown);
    }

    /// How rewards, or what the teacher thinks of tokens, become advantages.
    AdvantageEstimator estimator(ReinforcementSettings settings) {
      return shown.isPresent() ? new TeacherDivergence() : settings.estimator();
    }

    /// These models, with scores measured on a scale.
    public Models scaled(ScoreScale scale) {
      return new Models(policy, initialPolicy, maker, scale, shown);
    }

    @Override
    public void close() {
      initialPolicy.close();
      policy.close();
    }
  }

  /// @param models stay the caller's
  /// @param setAside prompts that snapshots are gauged on; none where no snapshot is taken
  public ReinforcementLoop(
      ReinforcementSettings settings,
      Models models,
      PromptSchedule prompts,
      List<PromptItem> setAside,
      Seeds seeds) {
    this.settings = settings;
    this.models = models;
    this.prompts = prompts;
    this.seeds = seeds;
    trainer = new PolicyTrainer(settings, models, seeds);
    guard = KlGuard.of(settings, models.policy().arithmetic());
    snapshots = new SnapshotKeeper(settings, models, trainer, setAside, seeds);
    kept = new KeptState(trainer.changed());
  }

  /// The files of a training, open.
  private record ReinforcementFiles(
      Path folder,
      Journal<Rollout> rollouts,
      Journal<Snapshot> snapshots,
      Journal<Rollback> rollbacks)
      implements AutoCloseable {
    static ReinforcementFiles open(Path folder, int answersPerStep) {
      return new ReinforcementFiles(
          folder,
          Journal.open(folder.resolve("rollouts.jsonl"), Rollout.class, answersPerStep),
          Journal.open(folder.resolve(SNAPSHOTS), Snapshot.class, 1),
          Journal.open(folder.resolve(ROLLBACKS), Rollback.class, 1));
    }

    @Override
    public void close() {
      rollouts.close();
      snapshots.close();
      rollbacks.close();
    }
  }

  /// Trains to the end or until a guard ends it. The policy is then the best snapshot, or where
  /// none is taken the last policy inside the limit.
  ///
  /// @param folder of the stage: its metrics, rollouts, snapshots and checkpoints
  ReinforcementOutcome run(Path folder, Progress progress) {
    if (settings.steps() == 0) return ReinforcementOutcome.none();
    var task =
        new TrainingTask<>(
            "reinforcement",
            "steps",
            settings.steps(),
            ReinforcementStep.class,
            ReinforcementStep::step);
    var training = new ResumableTraining<>(folder, task, progress);
    try (ReinforcementFiles files = ReinforcementFiles.open(folder, settings.answersPerStep())) {
      while (true) {
        TrainingEnd end = trained(training, files);
        if (end.fault().isEmpty()) return complete(end, files);
        GuardFinding found = end.fault().get();
        if (trainer.isUntried() || trainer.halvings() >= settings.guards().mostRollbacks())
          return ended(found, files, new TrainingStop(folder, "reinforcement", progress));
        goBack(found, training, files);
      }
    }
  }

  /// What ends training.
  ///
  /// @param step counted from 0
  private record GuardFinding(int step, RuntimeException what) {}

  /// How a pass through the steps has ended.
  ///
  /// @param kl of the last policy to SL-CAI, nats per answer, where there is no fault
  private record TrainingEnd(Optional<GuardFinding> fault, double kl) {}

  /// Makes the steps that are left, and measures the policy that the last one has made.
  private TrainingEnd trained(
      ResumableTraining<ReinforcementStep> training, ReinforcementFiles files) {
    var found = new AtomicReference<Optional<GuardFinding>>(Optional.empty());
    training.run(
        steps(files), (step, what) -> found.set(Optional.of(new GuardFinding(step, what))));
    if (found.get().isPresent()) return new TrainingEnd(found.get(), 0);
    try (Experience last = measured(settings.steps(), files)) {
      return new TrainingEnd(Optional.empty(), last.kl());
    } catch (NotFinite | Diverged e) {
      return new TrainingEnd(Optional.of(new GuardFinding(settings.steps(), e)), 0);
    }
  }

  private Steps<ReinforcementStep> steps(ReinforcementFiles files) {
    return new Steps<>() {
      @Override
      public List<Tensor> state() {
        return ReinforcementLoop.this.state();
      }

      @Override
      public void resumeAfter(int done) {
        trainer.resume();
        files.rollouts().truncate(done * settings.answersPerStep());
        files.rollbacks().truncate(trainer.halvings());
        snapshots.resumeAfter(done, files.snapshots());
      }

      @Override
      public ReinforcementStep step(int step) {
        try (Experience experience = measured(step, files)) {
          Step made = updated(step, experience, preflight(files.folder(), step));
          files.rollouts().append(made.rollouts());
          return made.metrics();
        }
      }

      @Override
      public String remedy() {
        return slower();
      }
    };
  }

  /// The answers of a step. A policy that they show to be inside the limit is kept.
  private Experience measured(int step, ReinforcementFiles files) {
    Experience experience = experience(step);
    try {
      Optional<String> objection = guard.objection(experience.trajectories());
      if (objection.isPresent()) {
        Lines.write(
            files.folder().resolve(REJECTED),
            new StepReport(settings, experience).rollouts(step + 1));
        throw new Diverged(objection.get());
      }
      snapshots.offer(step, step == settings.steps(), files.snapshots());
      kept.keep();
      keptSteps.set(step);
      return experience;
    } catch (RuntimeException e) {
      experience.close();
      throw e;
    }
  }

  /// Goes back to the last policy inside the limit, from which the next pass goes on at half the
  /// rates.
  private void goBack(
      GuardFinding found, ResumableTraining<ReinforcementStep> training, ReinforcementFiles files) {
    kept.restore();
    trainer.beginAnewAtHalfTheRate();
    int good = Math.toIntExact(keptSteps.value());
    var rollback =
        new Rollback(
            Rollback.FORMAT, found.step() + 1, found.what().getMessage(), good, trainer.fullRate());
    files.rollbacks().append(List.of(rollback));
    training
        .progress()
        .note(
            "reinforcement: step %d: %s; back to the policy behind step %d, from here at half the learning rates"
                .formatted(rollback.step(), rollback.what(), good));
    training.goBack(good, state());
  }

  private ReinforcementOutcome complete(TrainingEnd end, ReinforcementFiles files) {
    return chosen(ReinforcementOutcome.complete(settings.steps(), end.kl()), files);
  }

  private ReinforcementOutcome ended(
      GuardFinding found, ReinforcementFiles files, TrainingStop stop) {
    kept.restore();
    int good = Math.toIntExact(keptSteps.value());
    String what = found.what().getMessage();
    int step = found.step() + 1;
    if (good == 0) {
      // A model that is called RL-CAI and is SL-CAI would make every later number say that
      // reinforcement changes nothing.
      String remedy =
          trainer.isUntried()
              ? "no update was made, so it is SL-CAI whose numbers are damaged or too large for the"
                  + " arithmetic; use fp32 or run the stage finetuning again"
              : "no update of the policy is good, so there is no RL-CAI; " + slower();
      throw stop.at(step, what, remedy);
    }
    snapshots.offer(good, true, files.snapshots());
    String when = "step " + step + " of " + settings.steps();
    boolean isWritten = snapshots.chosen(files.snapshots().entries()).isEmpty();
    return chosen(ReinforcementOutcome.stopped(good, isWritten, when, what, slower()), files);
  }

  /// The outcome with the snapshot that becomes RL-CAI; the policy then has its weights.
  private ReinforcementOutcome chosen(ReinforcementOutcome outcome, ReinforcementFiles files) {
    List<Snapshot> gauged = files.snapshots().entries();
    int rollbacks = files.rollbacks().entries().size();
    Optional<Snapshot> chosen = snapshots.chosen(gauged);
    if (chosen.isPresent() && chosen.get().step() != outcome.steps()) snapshots.restore();
    return outcome.after(rollbacks).taking(chosen, gauged);
  }

  private String slower() {
    String values =
        models.estimator(settings).needsValues()
            ? " or reinforcement.value-learning-rate=" + settings.valueLearningRate()
            : "";
    return "lower reinforcement.learning-rate=%s%s, or raise reinforcement.kl-coefficient=%s"
        .formatted(settings.learningRate(), values, settings.klCoefficient());
  }

  private List<Tensor> state() {
    var state = new ArrayList<>(trainer.state());
    state.addAll(kept.tensors());
    state.add(keptSteps.tensor());
    state.addAll(snapshots.state());
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
    // 1. The policy answers each prompt as often as a group is large; the preference model scores.
    List<PromptItem> asked =
        prompts.of(step).stream()
            .flatMap(one -> Collections.nCopies(settings.group(), one).stream())
            .toList();
    Rollouts rollouts = models.maker().of("step/" + step, asked, seeds);
    try {
      return trainer.experience(rollouts);
    } catch (RuntimeException e) {
      rollouts.close();
      throw e;
    }
  }

  /// @param preflight file of the check before the very first update, where that is due
  private Step updated(int step, Experience experience, Optional<Path> preflight) {
    // 4. Several passes over the answers.
    double rate = trainer.rate();
    Sums sums = trainer.optimise(step, experience, preflight);
    var report = new StepReport(settings, experience);
    return new Step(report.metrics(step + 1, sums, rate), report.rollouts(step + 1));
  }

  @Override
  public void close() {
    trainer.close();
    snapshots.close();
    kept.close();
    keptSteps.close();
  }
}
