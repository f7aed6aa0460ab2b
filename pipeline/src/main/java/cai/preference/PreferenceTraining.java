package cai.preference;

import cai.errors.UserError;
import cai.preference.Features.Trace;
import cai.preference.PreferenceModel.Scale;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.training.ResumableTraining;
import cai.run.training.ResumableTraining.Steps;
import cai.run.training.ResumableTraining.TrainingTask;
import cai.sequence.LowerLayers;
import cai.sequence.LowerLayers.Lessons;
import cai.sequence.MicroBatches;
import cai.sequence.PairwiseLoss;
import cai.sequence.TokenSequence;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.AdamW;
import cai.training.Schedule;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// The training loop of the preference model.
///
/// Where no layer is trained, the features of all answers are computed once and only the head is
/// learnt from them; else the trained layers learn with the head. A killed training goes on after
/// the last step that was saved and ends with the same weights, bit by bit.
public final class PreferenceTraining implements AutoCloseable {
  // How many times the learning rate of the head is that of layers, and of their adapters.
  private static final double HEAD_TO_LAYERS = 100;
  private static final double HEAD_TO_ADAPTERS = 10;

  private final PreferenceSettings settings;
  private final Decoder decoder;
  private final Features features;
  private final List<Pair> pairs;
  private final PreferenceHead head;
  private final List<float[]> fixed; // features of the first and second answer of each pair
  private final AdamW headOptimiser;
  private final AdamW layerOptimiser;
  private final Schedule schedule;
  private final int stepsPerEpoch;
  private int orderedEpoch = -1;
  private int[] order = {}; // of the pairs in that epoch

  /// The layers that a preference model is made of, as they are before training.
  public static Decoder untrainedLayers(PreferenceSettings settings, BaseModel base, Seeds seeds) {
    int layers = settings.layers(base.config().layers());
    return base.lowest(layers, settings.trained(layers, seeds));
  }

  /// Reads all answers once; the decoder stays the caller's.
  public PreferenceTraining(
      PreferenceSettings settings, Decoder decoder, List<Pair> pairs, Progress progress) {
    this.settings = settings;
    this.decoder = decoder;
    this.pairs = pairs;
    features = new Features(decoder, settings.pooling());
    fixed = read(sequences(pairs), progress);
    head = PreferenceHead.untrained(fixed);
    headOptimiser =
        new AdamW(
            List.of(head.weights()),
            List.of("the head"),
            new AdamW.Settings(0.9, 0.99, 1e-8, settings.weightDecay()));
    layerOptimiser = new AdamW(layers(), decoder.trainedInStreamNames(), AdamW.Settings.usual());
    stepsPerEpoch = Math.max(1, Math.ceilDiv(pairs.size(), settings.batchSize()));
    int steps = stepsPerEpoch * settings.epochs();
    schedule = new Schedule(settings.learningRate(), 0, steps, true);
  }

  private List<float[]> read(List<TokenSequence> sequences, Progress progress) {
    progress.begin("preference", "answers read", sequences.size(), "answers");
    try {
      return finite(features.computed(sequences, settings.tokensAtOnce(), progress::advance));
    } finally {
      progress.end();
    }
  }

  private List<float[]> finite(List<float[]> read) {
    for (int i = 0; i < read.size(); i++)
      for (float value : read.get(i))
        if (!Float.isFinite(value))
          throw new UserError(
              "preference: the model's state of an answer to %s is %s; its numbers are too large for the arithmetic %s, use fp32 or another model"
                  .formatted(pairs.get(i / 2).id(), value, decoder.arithmetic()));
    return read;
  }

  private static List<TokenSequence> sequences(List<Pair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
  }

  /// The trained tensors of the decoder.
  private List<Tensor> layers() {
    return decoder.trainedInStream();
  }

  /// Trains to the end, going on from the checkpoint where there is one.
  void run(Path folder, Seeds seeds, Progress progress) {
    var work =
        new TrainingTask<>(
            "preference",
            "optimiser steps",
            schedule.total(),
            PreferenceStep.class,
            PreferenceStep::step);
    try (var lower = lowerLayers(folder, progress)) {
      tellOfHighLoss(
          new ResumableTraining<>(folder, work, progress).run(steps(seeds, lower)), progress);
    }
  }

  private Steps<PreferenceStep> steps(Seeds seeds, LowerLayers lower) {
    return new Steps<>() {
      @Override
      public List<Tensor> state() {
        return PreferenceTraining.this.state();
      }

      @Override
      public void resumeAfter(int done) {
        headOptimiser.resumeAfter(done);
        layerOptimiser.resumeAfter(done);
      }

      @Override
      public PreferenceStep step(int step) {
        return PreferenceTraining.this.step(step, seeds, lower);
      }

      @Override
      public String remedy() {
        return PreferenceTraining.this.remedy();
      }
    };
  }

  private String remedy() {
    return "lower preference.learning-rate=" + settings.learningRate();
  }

  /// A model that knows nothing has the loss ln 2.
  private void tellOfHighLoss(List<PreferenceStep> steps, Progress progress) {
    double loss =
        steps.subList(Math.max(0, steps.size() - stepsPerEpoch), steps.size()).stream()
            .mapToDouble(PreferenceStep::loss)
            .average()
            .orElse(0);
    if (loss > Math.log(2))
      progress.note(
          String.format(
              Locale.ROOT,
              "preference: in the last epoch the mean loss is %.2f nats per comparison, above the"
                  + " 0.69 of a model that knows nothing; %s",
              loss,
              remedy()));
  }

  private LowerLayers lowerLayers(Path folder, Progress progress) {
    int epochs = layers().isEmpty() ? 1 : settings.epochs();
    var lessons =
        new Lessons("preference", decoder, sequences(pairs), epochs, settings.tokensAtOnce());
    return LowerLayers.of(lessons, folder, progress);
  }

  /// The model as trained so far, which takes over the decoder.
  public PreferenceModel model(BaseModel base) {
    Scale scale = scale();
    var own = new PreferenceHead(head.standard(), head.weightValues());
    return new PreferenceModel(base, features, own, scale, settings.tokensAtOnce());
  }

  private Scale scale() {
    try {
      return Scale.of(scores());
    } catch (NotFinite e) {
      throw new UserError(
          "preference: behind the last step %s; the model is not written; %s"
              .formatted(e.getMessage(), remedy()),
          e);
    }
  }

  /// What the head gives to the training answers.
  private double[] scores() {
    return head.scores(
        layers().isEmpty()
            ? fixed
            : features.computed(sequences(pairs), settings.tokensAtOnce(), _ -> {}));
  }

  private List<Tensor> state() {
    var state = new ArrayList<Tensor>();
    state.add(head.weights());
    state.addAll(layers());
    state.addAll(headOptimiser.moments());
    state.addAll(layerOptimiser.moments());
    return state;
  }

  /// Numbers of the pairs of a step: every epoch all pairs in an order of its own.
  private int[] batch(int step, Seeds seeds) {
    int epoch = step / stepsPerEpoch;
    if (epoch != orderedEpoch) {
      order = order(epoch, seeds);
      orderedEpoch = epoch;
    }
    int from = step % stepsPerEpoch * settings.batchSize();
    return Arrays.copyOfRange(order, from, Math.min(order.length, from + settings.batchSize()));
  }

  private int[] order(int epoch, Seeds seeds) {
    int[] numbers = new int[pairs.size()];
    Arrays.setAll(numbers, i -> i);
    var random = new SplittableRandom(seeds.seed("preference", "epoch/" + epoch));
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = held;
    }
    return numbers;
  }

  /// Makes one optimiser step, counted from 0.
  public PreferenceStep step(int step, Seeds seeds, LowerLayers lower) {
    int[] batch = batch(step, seeds);
    double loss = 0;
    double right = 0;
    double weight = Arrays.stream(batch).mapToDouble(i -> pairs.get(i).weight()).sum();
    for (int[] part : parts(batch)) {
      try (var _ = TensorScope.training()) {
        Optional<Trace> trace = trace(part, lower);
        Tensor scores = head.of(trace.map(Trace::values).orElseGet(() -> fixed(part)));
        Tensor first = ofPairs(scores, 0);
        Tensor second = ofPairs(scores, 1);
        Tensor sum = PairwiseLoss.weighted(first, second, labels(part), weights(part));
        loss += sum.item();
        sum.mul(1 / weight).backward();
        trace.ifPresent(Trace::backward);
        right += right(part, first.floats(), second.floats());
      }
    }
    NotFinite.require("the loss", loss);
    layerOptimiser.gradientNorm(); // the head's is looked at in its step; nothing is changed before
    double rate = schedule.at(step);
    headOptimiser.step(rate, 1);
    layerOptimiser.step(rate / (settings.loraRank() > 0 ? HEAD_TO_ADAPTERS : HEAD_TO_LAYERS), 1);
    return new PreferenceStep(
        PreferenceStep.FORMAT, step + 1, loss / weight, right / batch.length, rate);
  }

  /// The scores of all first or all second answers. **Shape**: [2 pairs] gives [pairs].
  private static Tensor ofPairs(Tensor scores, int which) {
    long pairs = scores.size(0) / 2;
    return scores.view(pairs, 2).narrow(1, which, 1).reshape(pairs);
  }

  /// Pairs of a step whose answers are computed at once.
  private List<int[]> parts(int[] batch) {
    if (layers().isEmpty()) return List.of(batch);
    return MicroBatches.inOrder(batch, this::tokens, settings.tokensAtOnce());
  }

  private int tokens(int pair) {
    return pairs.get(pair).first().ids().length + pairs.get(pair).second().ids().length;
  }

  /// Features of the answers of each pair, computed with gradients; empty if no layers are trained.
  private Optional<Trace> trace(int[] part, LowerLayers lower) {
    if (layers().isEmpty()) return Optional.empty();
    var sequences = new ArrayList<TokenSequence>();
    for (int i : part) sequences.addAll(List.of(pairs.get(i).first(), pairs.get(i).second()));
    return Optional.of(features.traced(sequences, lower));
  }

  /// Features of the answers of each pair from before training, for training without layers.
  /// **Shape**: [2 pairs, width].
  private Tensor fixed(int[] part) {
    var rows = new ArrayList<float[]>();
    for (int i : part) rows.addAll(fixed.subList(2 * i, 2 * i + 2));
    return PreferenceHead.rows(rows);
  }

  private Tensor labels(int[] part) {
    float[] labels = new float[part.length];
    for (int i = 0; i < part.length; i++) labels[i] = (float) pairs.get(part[i]).probabilityFirst();
    return Tensor.of(labels, part.length);
  }

  private Tensor weights(int[] part) {
    float[] weights = new float[part.length];
    for (int i = 0; i < part.length; i++) weights[i] = (float) pairs.get(part[i]).weight();
    return Tensor.of(weights, part.length);
  }

  private double right(int[] part, float[] first, float[] second) {
    double right = 0;
    for (int i = 0; i < part.length; i++)
      right += Agreement.of(pairs.get(part[i]).probabilityFirst(), first[i] - second[i]);
    return right;
  }

  @Override
  public void close() {
    headOptimiser.close();
    layerOptimiser.close();
    head.close();
  }
}
