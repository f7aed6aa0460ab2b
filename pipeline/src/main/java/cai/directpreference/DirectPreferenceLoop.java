package cai.directpreference;

import cai.directpreference.LabelledPair.ReferencedPair;
import cai.errors.UserError;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.training.Diverged;
import cai.run.training.ResumableTraining;
import cai.run.training.ResumableTraining.Steps;
import cai.run.training.ResumableTraining.TrainingTask;
import cai.run.training.ShuffledRounds;
import cai.sequence.LowerLayers;
import cai.sequence.LowerLayers.Lessons;
import cai.sequence.TokenSequence;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.training.AdamW;
import cai.training.Schedule;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The loop of direct preference optimisation. A killed training goes on after the last optimiser
/// step that was saved and ends with the same weights, bit by bit.
///
/// SL-CAI, to which the loss compares, is the decoder as it is before the first step. What it says
/// of the pairs is computed once, at every start, before a checkpoint is loaded.
final class DirectPreferenceLoop implements AutoCloseable {
  private static final String STAGE = "reinforcement";

  private final DirectPreferenceSettings settings;
  private final Decoder decoder;
  private final LabelledPairs pairs;
  private final ShuffledRounds epochs;
  private final DirectPreferenceLoss loss;
  private final AdamW optimiser;
  private final int stepsPerEpoch;
  private final Schedule schedule;

  /// @param decoder SL-CAI with trained upper layers, before the first step; stays the caller's
  DirectPreferenceLoop(
      DirectPreferenceSettings settings, Decoder decoder, LabelledPairs pairs, Seeds seeds) {
    this.settings = settings;
    this.decoder = decoder;
    this.pairs = pairs;
    epochs = new ShuffledRounds(seeds, "direct-preference", "epoch", pairs.training().size());
    loss = new DirectPreferenceLoss(decoder, settings);
    optimiser = new AdamW(decoder.trained(), decoder.trainedNames(), AdamW.Settings.usual());
    stepsPerEpoch = epochs.batches(settings.batchSize());
    schedule =
        new Schedule(
            settings.learningRate(),
            settings.warmupSteps(),
            stepsPerEpoch * settings.epochs(),
            settings.decay());
  }

  /// Trains to the end.
  ///
  /// @param folder of the stage: its metrics and its checkpoint
  DirectPreferenceValidation run(Path folder, Progress progress) {
    LowerLayers computed = LowerLayers.computed(decoder);
    List<ReferencedPair> heldOut = finite(loss.referenced(pairs.heldOut(), computed));
    Optional<PairMeasures> before = measured(heldOut, "before training");
    var task =
        new TrainingTask<>(
            STAGE,
            "optimiser steps",
            schedule.total(),
            DirectPreferenceStep.class,
            DirectPreferenceStep::step);
    try (var lower = lowerLayers(folder, progress)) {
      List<ReferencedPair> training = finite(loss.referenced(pairs.training(), lower));
      new ResumableTraining<>(folder, task, progress).run(steps(training, lower));
    }
    Optional<PairMeasures> after = measured(heldOut, "after the last step");
    if (before.isPresent()) compare(before.get(), after.orElseThrow(), progress);
    return new DirectPreferenceValidation(
        DirectPreferenceValidation.FORMAT,
        before,
        after,
        heldOut.size(),
        pairs.training().size(),
        pairs.unlabelled(),
        pairs.unusable(),
        pairs.cutOff().cut());
  }

  private static List<ReferencedPair> finite(List<ReferencedPair> referenced) {
    for (ReferencedPair one : referenced)
      if (!Double.isFinite(one.first() + one.second()))
        throw new UserError(
            "%s: the log-probability that SL-CAI gives to an answer to %s is not finite; its weights are damaged or too large for the arithmetic, use fp32 or run the stage finetuning again"
                .formatted(STAGE, one.pair().id()));
    return referenced;
  }

  private Optional<PairMeasures> measured(List<ReferencedPair> heldOut, String when) {
    if (heldOut.isEmpty()) return Optional.empty();
    PairMeasures measures = loss.of(heldOut, LowerLayers.computed(decoder)).measures(settings);
    if (!Double.isFinite(measures.loss()))
      throw new UserError(
          "%s: the loss on held-out pairs %s is %s; the model is not written; %s"
              .formatted(STAGE, when, measures.loss(), remedy()));
    return Optional.of(measures);
  }

  private void compare(PairMeasures before, PairMeasures after, Progress progress) {
    String rose =
        String.format(
            Locale.ROOT,
            "%s: the better answers of held-out pairs went from %.2f to %.2f nats per token",
            STAGE,
            before.supervisedLoss(),
            after.supervisedLoss());
    if (Diverged.rose(
        before.supervisedLoss(), after.supervisedLoss(), decoder.config().vocabulary()))
      throw new UserError(
          rose + ", so training has diverged; the model is not written; " + remedy());
    if (after.preferenceLoss() > before.preferenceLoss())
      progress.note(
          String.format(
              Locale.ROOT,
              "%s: on held-out pairs the preference loss rose from %.3f to %.3f nats per pair, so"
                  + " RL-CAI follows labels there worse than SL-CAI; where that is not what you"
                  + " want, %s or direct-preference.epochs=%d",
              STAGE,
              before.preferenceLoss(),
              after.preferenceLoss(),
              remedy(),
              settings.epochs()));
  }

  private String remedy() {
    return "lower direct-preference.learning-rate=%s, or raise direct-preference.beta=%s or direct-preference.sft-weight=%s"
        .formatted(settings.learningRate(), settings.beta(), settings.sftWeight());
  }

  /// What is below the trained layers. Each pair is read once for SL-CAI and once in each epoch, so
  /// where layers are frozen their results are kept in a file.
  private LowerLayers lowerLayers(Path folder, Progress progress) {
    List<TokenSequence> sequences =
        pairs.training().stream().flatMap(one -> Stream.of(one.first(), one.second())).toList();
    var lessons =
        new Lessons(STAGE, decoder, sequences, settings.epochs() + 1, settings.tokensAtOnce());
    return LowerLayers.of(lessons, folder, progress);
  }

  private Steps<DirectPreferenceStep> steps(List<ReferencedPair> training, LowerLayers lower) {
    return new Steps<>() {
      @Override
      public List<Tensor> state() {
        return DirectPreferenceLoop.this.state();
      }

      @Override
      public void resumeAfter(int done) {
        optimiser.resumeAfter(done);
      }

      @Override
      public DirectPreferenceStep step(int step) {
        return DirectPreferenceLoop.this.step(step, batch(step, training), lower);
      }

      @Override
      public String remedy() {
        return DirectPreferenceLoop.this.remedy();
      }
    };
  }

  private List<Tensor> state() {
    var state = new ArrayList<>(decoder.trained());
    state.addAll(optimiser.moments());
    return state;
  }

  private DirectPreferenceStep step(int step, List<ReferencedPair> batch, LowerLayers lower) {
    PairMeasures measures = loss.backward(batch, lower).measures(settings);
    NotFinite.require("the loss", measures.loss());
    double rate = schedule.at(step);
    // The gradient is already that of the mean.
    double norm = optimiser.stepAlongMean(rate, 1, settings.clipGradientNorm());
    return new DirectPreferenceStep(
        DirectPreferenceStep.FORMAT,
        step + 1,
        (step + 1) / (double) stepsPerEpoch,
        measures,
        rate,
        norm);
  }

  /// The pairs of a step: every epoch takes all of them in an order of its own.
  private List<ReferencedPair> batch(int step, List<ReferencedPair> training) {
    return Arrays.stream(epochs.batch(step, settings.batchSize())).mapToObj(training::get).toList();
  }

  @Override
  public void close() {
    optimiser.close();
  }
}
