package cai.bench;

import cai.bench.Workload.Compared;
import cai.preference.BaseModel;
import cai.preference.Pair;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceSettings;
import cai.preference.PreferenceTraining;
import cai.recipe.RecipeReader;
import cai.run.Progress;
import cai.run.Seeds;
import cai.sequence.LowerLayers;
import cai.sequence.TokenSequence;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;

/// One optimiser step of the preference model on 4 pairs, with all layers trained. The speed counts
/// the tokens of both sequences of each pair.
final class Preference implements OpenBenchmark {
  private static final int BATCH = 4;

  private final Subject subject;
  private final Seeds seeds = new Seeds(1);
  private final Decoder decoder;
  private final PreferenceTraining training;
  private int step;

  Preference(Subject subject) {
    this.subject = subject;
    PreferenceSettings settings = settings(1, 1);
    decoder = PreferenceTraining.untrainedLayers(settings, base(subject), seeds);
    training = new PreferenceTraining(settings, decoder, pairs(subject), Progress.silent());
  }

  /// A preference model as it is before training, for the benchmarks of PPO.
  ///
  /// @param depth of the layer that the head reads, as a share of the layers
  static PreferenceModel untrained(Subject subject, double depth) {
    PreferenceSettings settings = settings(depth, 0);
    BaseModel base = base(subject);
    Decoder decoder = PreferenceTraining.untrainedLayers(settings, base, new Seeds(1));
    List<Pair> pairs = pairs(subject).subList(0, 1);
    try (var training = new PreferenceTraining(settings, decoder, pairs, Progress.silent())) {
      return training.model(base);
    }
  }

  private static PreferenceSettings settings(double depth, double trainedShare) {
    return RecipeReader.section(
        PreferenceSettings.class,
        "depth=" + depth,
        "trained-share=" + trainedShare,
        "epochs=1",
        "learning-rate=1e-4",
        "batch-size=" + BATCH,
        "weight-decay=0",
        "held-out-share=0");
  }

  private static BaseModel base(Subject subject) {
    return BaseModel.of(subject.plain(), "benchmark");
  }

  private static List<Pair> pairs(Subject subject) {
    var pairs = new ArrayList<Pair>();
    for (Compared one : subject.workload().preference()) {
      String id = "pair/" + pairs.size();
      pairs.add(
          new Pair(
              id,
              id,
              Pair.Source.AI_HARMLESSNESS,
              new TokenSequence(one.chosen(), Workload.COMMON),
              new TokenSequence(one.rejected(), Workload.COMMON),
              1,
              1,
              1,
              1));
    }
    return pairs;
  }

  @Override
  public TimedPass pass() {
    LowerLayers lower = LowerLayers.computed(decoder);
    double seconds = TimedPass.seconds(() -> training.step(step++, seeds, lower));
    AttendedTokens answer = AttendedTokens.of(Workload.TRAINED - Workload.COMMON, Workload.COMMON);
    AttendedTokens reach = AttendedTokens.of(Workload.COMMON, 0).plus(answer.times(2)).times(BATCH);
    return new TimedPass(
        2 * BATCH * Workload.TRAINED,
        seconds,
        subject.cost().training(reach, 0, TrainedLayers.from(0)));
  }

  @Override
  public void close() {
    training.close();
    decoder.close();
  }
}
