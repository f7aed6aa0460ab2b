package cai.preference;

import cai.run.Progress;
import cai.run.Seeds;
import cai.sequence.LowerLayers;
import cai.transformer.decoder.Decoder;
import java.util.List;

/// The optimiser steps of the preference model's training one by one and without files, to measure
/// them.
public final class PreferenceSteps implements AutoCloseable {
  private final Decoder decoder;
  private final PreferenceTraining training;
  private final Seeds seeds;

  public PreferenceSteps(
      PreferenceSettings settings, BaseModel base, List<Pair> pairs, Seeds seeds) {
    decoder = lowest(settings, base, seeds);
    training = new PreferenceTraining(settings, decoder, pairs, Progress.silent());
    this.seeds = seeds;
  }

  /// Makes one step, counted from 0.
  public PreferenceStep step(int step) {
    return training.step(step, seeds, LowerLayers.computed(decoder));
  }

  /// A preference model as it is before its first step.
  public static PreferenceModel untrained(
      PreferenceSettings settings, BaseModel base, List<Pair> pairs) {
    Decoder decoder = lowest(settings, base, new Seeds(1));
    try (var training = new PreferenceTraining(settings, decoder, pairs, Progress.silent())) {
      return training.model(base);
    }
  }

  private static Decoder lowest(PreferenceSettings settings, BaseModel base, Seeds seeds) {
    int layers = settings.layers(base.config().layers());
    return base.lowest(layers, settings.trained(layers, seeds));
  }

  @Override
  public void close() {
    training.close();
    decoder.close();
  }
}
