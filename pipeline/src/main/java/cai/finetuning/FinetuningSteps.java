package cai.finetuning;

import cai.run.Seeds;
import cai.sequence.TokenSequence;
import cai.transformer.Decoder;
import java.util.List;

/// The optimiser steps of SL-CAI's training one by one and without files, to measure them.
public final class FinetuningSteps implements AutoCloseable {
  private final FinetuningLoop loop;

  /// @param decoder stays the caller's
  public FinetuningSteps(
      FinetuningSettings settings, Decoder decoder, List<TokenSequence> sequences, Seeds seeds) {
    loop = new FinetuningLoop(settings, decoder, new Samples(sequences, List.of(), 0), seeds);
  }

  /// Makes one step, counted from 0.
  public FinetuningStep step(int step) {
    return loop.step(step);
  }

  @Override
  public void close() {
    loop.close();
  }
}
