package cai.finetuning;

import cai.errors.UserError;
import cai.finetuning.SupervisedLoss.BatchSum;
import cai.finetuning.SupervisedLoss.Sum;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.training.Diverged;
import cai.run.training.ResumableTraining;
import cai.run.training.ResumableTraining.Steps;
import cai.run.training.ResumableTraining.TrainingTask;
import cai.run.training.ShuffledRounds;
import cai.sequence.LowerLayers;
import cai.sequence.LowerLayers.Lessons;
import cai.sequence.Teacher;
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

/// The training loop of SL-CAI. A killed training goes on after the last optimiser step that was
/// saved and ends with the same weights, bit by bit.
public final class FinetuningLoop implements AutoCloseable {
  private final FinetuningSettings settings;
  private final Decoder decoder;
  private final Samples samples;
  private final ShuffledRounds epochs;
  private final SupervisedLoss loss;
  private final AdamW optimiser;
  private final int stepsPerEpoch;
  private final Schedule schedule;

  /// @param decoder stays the caller's
  public FinetuningLoop(
      FinetuningSettings settings, Decoder decoder, Samples samples, Seeds seeds) {
    this.settings = settings;
    this.decoder = decoder;
    this.samples = samples;
    epochs = new ShuffledRounds(seeds, "finetuning", "epoch", samples.training().size());
    loss = new SupervisedLoss(decoder, settings.tokensAtOnce());
    optimiser =
        new AdamW(
            decoder.trained(),
            decoder.trainedNames(),
            new AdamW.Settings(0.9, 0.95, 1e-8, settings.weightDecay()));
    stepsPerEpoch = epochs.batches(settings.batchSize());
    schedule =
        new Schedule(
            settings.learningRate(),
            settings.warmupSteps(),
            stepsPerEpoch * settings.epochs(),
            settings.decay());
  }

  /// Trains to the end. What a teacher makes of the sequences, and with more than one epoch what
  /// frozen layers make of them, is computed once and kept beside the checkpoint.
  ///
  /// @param folder of the stage: its metrics and its checkpoint
  FinetuningValidation run(Path folder, Progress progress) {
    Sum before = heldOut("before training");
    var work =
        new TrainingTask<>(
            "finetuning",
            "optimiser steps",
            schedule.total(),
            FinetuningStep.class,
            FinetuningStep::step);
    try (var sources = sources(folder, progress)) {
      new ResumableTraining<>(folder, work, progress).run(steps(sources));
    }
    Sum after = heldOut("behind the last step");
    checkHeldOutLoss(before, after, progress);
    return new FinetuningValidation(
        FinetuningValidation.FORMAT,
        before.mean(),
        after.mean(),
        samples.heldOut().size(),
        before.tokens(),
        samples.cutOff().cut(),
        samples.cutOff().texts());
  }

  private Steps<FinetuningStep> steps(TrainingSources sources) {
    return new Steps<>() {
      @Override
      public List<Tensor> state() {
        return FinetuningLoop.this.state();
      }

      @Override
      public void resumeAfter(int done) {
        optimiser.resumeAfter(done);
      }

      @Override
      public FinetuningStep step(int step) {
        return FinetuningLoop.this.step(step, sources);
      }

      @Override
      public String remedy() {
        return FinetuningLoop.this.remedy();
      }
    };
  }

  private String remedy() {
    return "lower finetuning.learning-rate=" + settings.learningRate();
  }

  private Sum heldOut(String when) {
    Sum sum = loss.of(samples.heldOut());
    if (!Double.isFinite(sum.loss()))
      throw new UserError(
          "finetuning: the loss on held-out sequences %s is %s; the model is not written; %s"
              .formatted(when, sum.loss(), remedy()));
    return sum;
  }

  private void checkHeldOutLoss(Sum before, Sum after, Progress progress) {
    if (after.mean() <= before.mean()) return;
    String rose =
        String.format(
            Locale.ROOT,
            "finetuning: the loss on held-out sequences rose from %.2f to %.2f nats per token",
            before.mean(),
            after.mean());
    if (Diverged.rose(before.mean(), after.mean(), decoder.config().vocabulary()))
      throw new UserError(
          rose + ", so training has diverged; the model is not written; " + remedy());
    progress.note(rose + "; where that is not what you want, " + remedy() + " or its epochs");
  }

  /// What the steps learn from: files that are written first where they are not there.
  ///
  /// @param folder of the stage
  public TrainingSources sources(Path folder, Progress progress) {
    LowerLayers lower = LowerLayers.of(lessons(samples.training()), folder, progress);
    List<TokenSequence> helpful =
        samples.training().stream().filter(samples.helpful()::contains).toList();
    try {
      Optional<Teacher> teacher =
          settings.distils() && !helpful.isEmpty()
              ? Optional.of(Teacher.of(lessons(helpful), folder, progress))
              : Optional.empty();
      return new TrainingSources(lower, teacher, samples.helpful(), settings.divergenceWeight());
    } catch (RuntimeException | Error e) {
      lower.close();
      throw e;
    }
  }

  private Lessons lessons(List<TokenSequence> sequences) {
    return new Lessons(
        "finetuning", decoder, sequences, settings.epochs(), settings.tokensAtOnce());
  }

  private List<Tensor> state() {
    var state = new ArrayList<>(decoder.trained());
    state.addAll(optimiser.moments());
    return state;
  }

  /// Makes one optimiser step, counted from 0.
  public FinetuningStep step(int step, TrainingSources sources) {
    // 1. The gradient of the summed loss; 2. its mean per answer token, shortened where too long.
    BatchSum sum = loss.backward(batch(step), sources);
    double mean = sum.mean(settings.divergenceWeight());
    NotFinite.require("the loss", mean);
    double rate = schedule.at(step);
    double norm = optimiser.stepAlongMean(rate, sum.tokens(), settings.clipGradientNorm());
    return new FinetuningStep(
        FinetuningStep.FORMAT,
        step + 1,
        (step + 1) / (double) stepsPerEpoch,
        mean,
        rate,
        norm,
        sum.tokens(),
        sum.divergence().mean(),
        sum.divergence().tokens());
  }

  /// The sequences of a step: every epoch takes all of them in an order of its own.
  private List<TokenSequence> batch(int step) {
    return Arrays.stream(epochs.batch(step, settings.batchSize()))
        .mapToObj(samples.training()::get)
        .toList();
  }

  @Override
  public void close() {
    optimiser.close();
  }
}
