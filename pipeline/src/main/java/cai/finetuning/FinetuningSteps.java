package cai.finetuning;

import cai.run.Progress;
import cai.run.Seeds;
import cai.sequence.LowerLayers;
import cai.sequence.TokenSequence;
import cai.statistics.CutOff;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The optimiser steps of SL-CAI's training one by one, without metrics and checkpoints, to measure
/// them.
public final class FinetuningSteps implements AutoCloseable {
  private final FinetuningLoop loop;
  private final LowerLayers lower;

  /// @param decoder stays the caller's
  /// @param folder where a training in several epochs keeps what frozen layers make of sequences
  public FinetuningSteps(
      FinetuningSettings settings, Decoder decoder, List<TokenSequence> sequences, Path folder) {
    var samples = new Samples(sequences, List.of(), 0, Map.of(), new CutOff(0, sequences.size()));
    loop = new FinetuningLoop(settings, decoder, samples, new Seeds(1));
    lower = loop.lowerLayers(folder, Progress.silent());
  }

  /// Makes one step, counted from 0.
  public FinetuningStep step(int step) {
    return loop.step(step, lower);
  }

  @Override
  public void close() {
    lower.close();
    loop.close();
  }
}
