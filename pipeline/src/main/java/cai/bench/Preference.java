package cai.bench;

import cai.bench.Workload.Compared;
import cai.preference.BaseModel;
import cai.preference.Pair;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceSettings;
import cai.preference.PreferenceSettings.Pooling;
import cai.preference.PreferenceSteps;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.sequence.TokenSequence;
import cai.transformer.TrainedLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One optimiser step of the preference model on 4 pairs, with all layers trained. The speed counts
/// the tokens of both sequences of each pair.
final class Preference implements Work {
  private static final int BATCH = 4;

  private final PreferenceSteps steps;
  private final Subject subject;
  private int step;

  Preference(Subject subject) {
    this.subject = subject;
    steps =
        new PreferenceSteps(
            settings(1, 1),
            base(subject, subject.model().renderer()),
            pairs(subject),
            new Seeds(1));
  }

  /// A preference model as the benchmarks of reinforcement need it.
  ///
  /// @param depth of the layer that the head reads, as a share of the layers
  static PreferenceModel untrained(Subject subject, DialogueRenderer renderer, double depth) {
    return PreferenceSteps.untrained(
        settings(depth, 0), base(subject, renderer), pairs(subject).subList(0, 1));
  }

  private static PreferenceSettings settings(double depth, double trainedShare) {
    return new PreferenceSettings(
        depth, Pooling.MEAN, trainedShare, 0, 1, 1e-4, BATCH, 4096, 0, 1, 0, Optional.empty(), 1);
  }

  private static BaseModel base(Subject subject, DialogueRenderer renderer) {
    var model = subject.model();
    return new BaseModel(
        model.config(), model.files()::read, model.arithmetic(), renderer, "benchmark");
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
  public Pass pass() {
    Clock clock = Clock.start();
    steps.step(step++);
    double seconds = clock.seconds();
    Reach answer = Reach.of(Workload.TRAINED - Workload.COMMON, Workload.COMMON);
    Reach reach = Reach.of(Workload.COMMON, 0).plus(answer.times(2)).times(BATCH);
    return new Pass(
        2 * BATCH * Workload.TRAINED,
        seconds,
        subject.cost().training(reach, 0, TrainedLayers.from(0)));
  }

  @Override
  public void close() {
    steps.close();
  }
}
