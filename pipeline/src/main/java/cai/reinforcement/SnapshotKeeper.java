package cai.reinforcement;

import cai.prompts.PromptItem;
import cai.reinforcement.ReinforcementLoop.Models;
import cai.reinforcement.snapshots.Snapshot;
import cai.run.Seeds;
import cai.storage.Journal;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.training.KeptState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Gauges the policy every few steps on prompts that are not learnt from, and keeps the weights of
/// the best one.
final class SnapshotKeeper implements AutoCloseable {
  private final ReinforcementSettings settings;
  private final Models models;
  private final PolicyTrainer trainer;
  private final List<PromptItem> prompts;
  private final Seeds seeds;
  private final Optional<KeptState> best;

  /// @param prompts to gauge on; where there are none, there are no snapshots
  SnapshotKeeper(
      ReinforcementSettings settings,
      Models models,
      PolicyTrainer trainer,
      List<PromptItem> prompts,
      Seeds seeds) {
    this.settings = settings;
    this.models = models;
    this.trainer = trainer;
    this.prompts = List.copyOf(prompts);
    this.seeds = seeds;
    best = prompts.isEmpty() ? Optional.empty() : Optional.of(new KeptState(trainer.changed()));
  }

  /// What a checkpoint holds.
  List<Tensor> state() {
    return best.map(KeptState::tensors).orElse(List.of());
  }

  /// Forgets the snapshots that were taken behind the first `steps` steps; training makes the last
  /// of them again.
  void resumeAfter(int steps, Journal<Snapshot> snapshots) {
    long left = snapshots.entries().stream().filter(one -> one.step() < steps).count();
    snapshots.truncate(Math.toIntExact(left));
  }

  /// Gauges the policy if this is the time, or where it is the last one.
  ///
  /// @param steps that the policy has behind it
  void offer(int steps, boolean last, Journal<Snapshot> snapshots) {
    if (best.isEmpty() || !last && steps % settings.snapshots().every() != 0) return;
    if (snapshots.entries().stream().anyMatch(one -> one.step() == steps)) return;
    snapshots.append(List.of(gauged(steps)));
    if (chosen(snapshots.entries()).filter(one -> one.step() == steps).isPresent())
      best.get().keep();
  }

  /// The snapshot to be written; empty where there is none.
  Optional<Snapshot> chosen(List<Snapshot> snapshots) {
    return Snapshot.best(snapshots, settings.guards().mostKl());
  }

  /// Gives the policy the weights of the chosen snapshot.
  void restore() {
    best.orElseThrow().restore();
  }

  private Snapshot gauged(int steps) {
    try (Rollouts rollouts = models.maker().of("gauge", prompts, seeds)) {
      List<GuardedReward> rewards = trainer.rewards(rollouts);
      double mostRepetition = settings.guards().mostRepetition();
      long degenerate =
          IntStream.range(0, rollouts.size())
              .filter(i -> !rollouts.ended(i) || rewards.get(i).repetition() > mostRepetition)
              .count();
      double score = Arrays.stream(rollouts.scores()).average().orElseThrow();
      double kl = NotFinite.require("the KL of a snapshot to SL-CAI", trainer.kl(rollouts));
      var numbers =
          new Snapshot.GaugeNumbers(
              score, models.scale().of(score), kl, degenerate / (double) rollouts.size());
      return Snapshot.of(steps, rollouts.size(), numbers, settings.klCoefficient());
    }
  }

  @Override
  public void close() {
    best.ifPresent(KeptState::close);
  }
}
