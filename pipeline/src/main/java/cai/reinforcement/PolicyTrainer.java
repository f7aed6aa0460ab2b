package cai.reinforcement;

import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.json.Json;
import cai.prompts.PromptItem;
import cai.reinforcement.PolicyUpdate.Sums;
import cai.reinforcement.ReinforcementLoop.Models;
import cai.reinforcement.advantages.AdvantageEstimator;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.storage.AtomicFiles;
import cai.tensor.Tensor;
import cai.training.AdamW;
import cai.training.Schedule;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What a step of training does with answers that have been sampled and scored: log-probabilities,
/// rewards, advantages, updates.
final class PolicyTrainer implements AutoCloseable {
  private final ReinforcementSettings settings;
  private final Models models;
  private final Seeds seeds;
  private final AdvantageEstimator estimator;
  private final Optional<ValueHead> value;
  private final AdamW optimiser;
  private final PolicyUpdate update;
  private final Likelihoods.ScoringPass pass;
  private final Schedule schedule;
  private final KlGuard guard;
  private final Counter optimiserSteps = new Counter(); // since the optimisers began
  private final Counter halvings = new Counter(); // of the learning rates

  /// @param models stay the caller's
  PolicyTrainer(ReinforcementSettings settings, Models models, Seeds seeds) {
    this.settings = settings;
    this.models = models;
    this.seeds = seeds;
    Decoder policy = models.policy();
    estimator = models.estimator(settings);
    value =
        estimator.needsValues()
            ? Optional.of(new ValueHead(policy.config().width()))
            : Optional.empty();
    optimiser = new AdamW(policy.trained(), policy.trainedNames(), AdamW.Settings.reinforcement());
    update = new PolicyUpdate(policy, value, settings);
    guard = KlGuard.of(settings, policy.arithmetic());
    // How many optimiser steps there will be is not known; without decay it does not matter.
    schedule = new Schedule(settings.learningRate(), settings.warmupSteps(), 1, false);
    pass =
        new Likelihoods.ScoringPass(
            policy.trainedFrom(), settings.temperature(), settings.layout());
  }

  /// The tensors that updates change: the policy's trained ones and the value head's.
  List<Tensor> changed() {
    var changed = new ArrayList<>(models.policy().trained());
    value.ifPresent(head -> changed.add(head.weight()));
    return changed;
  }

  /// What a checkpoint holds.
  List<Tensor> state() {
    var state = new ArrayList<>(models.policy().trained());
    state.addAll(optimiser.moments());
    value.ifPresent(head -> state.addAll(head.state()));
    state.add(optimiserSteps.tensor());
    state.add(halvings.tensor());
    return state;
  }

  /// Goes on from tensors that a checkpoint has filled.
  void resume() {
    optimiser.resumeAfter(optimiserSteps.value());
    value.ifPresent(head -> head.optimiser().resumeAfter(optimiserSteps.value()));
  }

  /// Whether no update was tried since training began or went back.
  boolean isUntried() {
    return optimiserSteps.value() == 0;
  }

  /// How often the learning rates were halved.
  int halvings() {
    return Math.toIntExact(halvings.value());
  }

  /// Forgets what the optimisers know of gradients, warms up again, and from then on learns at half
  /// the rates.
  void beginAnewAtHalfTheRate() {
    optimiser.beginAnew();
    value.ifPresent(head -> head.optimiser().beginAnew());
    optimiserSteps.set(0);
    halvings.set(halvings.value() + 1);
  }

  /// Learning rate of the policy in the next update.
  double rate() {
    return slowed(schedule.at(Math.toIntExact(optimiserSteps.value())));
  }

  /// Learning rate of the policy behind the warm-up.
  double fullRate() {
    return slowed(settings.learningRate());
  }

  private double slowed(double rate) {
    return Math.scalb(rate, -halvings());
  }

  /// Measures answers. The experience takes over the rollouts.
  Experience experience(Rollouts rollouts) {
    // 2. Log-probabilities are computed again rather than taken from the sampler.
    FrozenStates frozen = rollouts.frozen();
    Likelihoods policy = likelihoods(models.policy(), frozen, this::values);
    Likelihoods initialPolicy = likelihoods(models.initialPolicy(), frozen, PolicyTrainer::zeros);
    // 3. Rewards, advantages, returns.
    Optional<Likelihoods> teacher = models.shown().map(shown -> teacher(rollouts, shown));
    return Experience.of(
        estimator,
        rollouts,
        rewards(rollouts),
        new Experience.TokenLikelihoods(policy, initialPolicy, teacher));
  }

  /// What SL-CAI says of the answers' tokens when it sees another conversation before them. Its
  /// lower layers have not seen that conversation, so all layers are computed.
  private Likelihoods teacher(Rollouts rollouts, Function<PromptItem, Dialogue> shown) {
    DialogueRenderer renderer = models.maker().renderer();
    List<TokenSequence> sequences =
        IntStream.range(0, rollouts.size())
            .mapToObj(i ->
                renderer.sequence(
                    renderer.prompt(shown.apply(rollouts.prompts().get(i))),
                    rollouts.sampled().get(i).ids(),
                    false))
            .toList();
    var whole = new Likelihoods.ScoringPass(0, settings.temperature(), settings.layout());
    return Likelihoods.of(
        models.initialPolicy(), FrozenStates.none(sequences), whole, PolicyTrainer::zeros);
  }

  private float[] values(Tensor states) {
    return value.map(head -> head.of(states).floats()).orElseGet(() -> zeros(states));
  }

  private static float[] zeros(Tensor states) {
    return new float[Math.toIntExact(states.size(0))];
  }

  private Likelihoods likelihoods(
      Decoder decoder, FrozenStates frozen, Function<Tensor, float[]> values) {
    return Likelihoods.of(decoder, frozen, pass, values);
  }

  /// What answers earn, without the KL penalty.
  List<GuardedReward> rewards(Rollouts rollouts) {
    return IntStream.range(0, rollouts.size())
        .mapToObj(i ->
            GuardedReward.of(
                models.scale().of(rollouts.scores()[i]),
                rollouts.sampled().get(i).ids(),
                rollouts.ended(i),
                settings.guards()))
        .toList();
  }

  /// KL of the policy to SL-CAI on answers of the policy, nats per answer.
  double kl(Rollouts rollouts) {
    FrozenStates frozen = rollouts.frozen();
    double policy = sum(likelihoods(models.policy(), frozen, PolicyTrainer::zeros));
    double initialPolicy = sum(likelihoods(models.initialPolicy(), frozen, PolicyTrainer::zeros));
    return (policy - initialPolicy) / rollouts.size();
  }

  private static double sum(Likelihoods likelihoods) {
    return likelihoods.logProbabilities().stream().flatMapToDouble(Arrays::stream).sum();
  }

  /// Several passes over the answers of a step.
  ///
  /// @param preflight file of the check before the very first update, where that is due
  Sums optimise(int step, Experience experience, Optional<Path> preflight) {
    Sums all = Sums.none();
    List<Trajectory> trajectories = experience.trajectories();
    boolean first = preflight.isPresent();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      int[] order = order("order/" + step + "/" + epoch, trajectories.size());
      Sums passed = Sums.none();
      for (int from = 0; from < order.length; from += settings.batchSize()) {
        int to = Math.min(order.length, from + settings.batchSize());
        int[] some = Arrays.copyOfRange(order, from, to);
        Sums sums = update.backward(experience.rollouts().frozen(), trajectories, some);
        if (first) preflight(experience, sums, preflight.orElseThrow());
        first = false;
        sums.requireFinite();
        guard.watch(sums.divergence(), some.length);
        double gradient = apply(some.length, sums.tokens());
        passed = passed.plus(sums.along(gradient));
      }
      all = all.plus(passed);
      if (passed.divergence() / passed.tokens() > settings.guards().stepKl()) break;
    }
    return all;
  }

  /// A random order of groups. The answers of a group stay together, so that the advantages in an
  /// update add up to those of whole groups and a prompt is computed once for its answers.
  private int[] order(String name, int answers) {
    int group = settings.group();
    return Arrays.stream(seeds.shuffled("reinforcement", name, answers / group))
        .flatMap(one -> IntStream.range(one * group, (one + 1) * group))
        .toArray();
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

  /// @return length of the policy's gradient before it was shortened
  private double apply(int answers, long tokens) {
    double rate = rate();
    optimiserSteps.set(optimiserSteps.value() + 1);
    // Both gradients are looked at before either is followed.
    value.ifPresent(head -> head.optimiser().gradientNorm());
    double norm =
        optimiser.stepAlongMean(
            rate, estimator.divisor(answers, tokens), settings.clipGradientNorm());
    value.ifPresent(
        head -> head.optimiser().step(slowed(settings.valueLearningRate()), 1.0 / tokens));
    return norm;
  }

  @Override
  public void close() {
    optimiser.close();
    value.ifPresent(ValueHead::close);
    optimiserSteps.close();
    halvings.close();
  }
}
