package cai.plan;

import cai.cost.MachineSpeed;
import cai.cost.Training;
import cai.language.local.LocalModel;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.AdamW;
import cai.transformer.TrainedLayers;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.RecordedPass;
import cai.transformer.sequences.SequenceRows;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// Measures how fast the engine is with a run's model, by reading, sampling and training random
/// tokens for a few seconds. The trained weights are thrown away.
public final class EngineSpeed {
  private static final long NANOS = 1_500_000_000L;
  private static final int TIME = 128;
  private static final int READ = 8;
  private static final int TRAINED = 4;
  private static final int ROUND =
      8; // tokens sampled for each sequence between two looks at the clock

  private final LocalModel model;
  private final SplittableRandom random = new SplittableRandom(1);

  public EngineSpeed(LocalModel model) {
    this.model = model;
  }

  /// Measures for some seconds.
  ///
  /// @param rows sequences sampled at once
  /// @param training whose speed is measured
  public MachineSpeed measure(int rows, Training training) {
    int layers = model.config().layers();
    int from = (int) Math.round(layers * (1 - training.share()));
    double read;
    double sampled;
    try (Decoder frozen = model.decoder(TrainedLayers.none())) {
      read = rate(frozen, this::read);
      sampled = rate(frozen, decoder -> sample(decoder, rows));
    }
    try (Decoder decoder = model.decoder(new TrainedLayers(from, training.rank(), 1))) {
      return new MachineSpeed(read, sampled, trained(decoder), training.work());
    }
  }

  /// Tokens per second of the fastest repetition, because other programs only make one slower.
  private static double rate(Decoder decoder, ToLongFunction<Decoder> work) {
    double best = 0;
    long end = System.nanoTime() + NANOS;
    do {
      long start = System.nanoTime();
      long tokens = work.applyAsLong(decoder);
      best = Math.max(best, tokens * 1e9 / (System.nanoTime() - start));
    } while (System.nanoTime() < end);
    return best;
  }

  private long read(Decoder decoder) {
    int time = time(decoder);
    int[][] ids = ids(decoder, READ, time);
    try (KeyValueCache cache = decoder.cache(KeyValueCache.Room.reading(READ, time));
        var _ = TensorScope.inference()) {
      decoder
          .reading()
          .extend(
              cache,
              IntStream.range(0, READ).mapToObj(slot -> TokenRun.chain(slot, ids[slot])).toList());
    }
    return (long) READ * time;
  }

  private long sample(Decoder decoder, int rows) {
    try (KeyValueCache cache = decoder.cache(KeyValueCache.Room.sampling(rows, ROUND))) {
      for (int i = 0; i < ROUND; i++) {
        try (var _ = TensorScope.inference()) {
          int[] tokens = ids(decoder, 1, rows)[0];
          List<TokenRun> runs =
              IntStream.range(0, rows)
                  .mapToObj(slot -> TokenRun.chain(slot, tokens[slot]))
                  .toList();
          decoder.head().logits(decoder.sampling().step(cache, runs)).argmax(1).longs();
        }
      }
    }
    return (long) ROUND * rows;
  }

  private double trained(Decoder decoder) {
    try (var optimiser = new AdamW(decoder.trained(), AdamW.Settings.usual());
        var _ = TensorScope.inference()) {
      SequenceRows rows = SequenceRows.of(List.of(ids(decoder, TRAINED, time(decoder))));
      Tensor frozen = decoder.sequences().below(decoder.trainedFrom(), rows);
      int[] all = IntStream.range(0, rows.tokens()).toArray();
      var targets = new RecordedPass.Targets(all, ids(decoder, 1, rows.tokens())[0], 1);
      return rate(
          decoder,
          one -> {
            one.sequences().recorded(frozen, rows).backward(targets, (some, _) -> some.sum().neg());
            // The weights are thrown away, so the learning rate does not matter.
            optimiser.step(1e-12, 1.0 / rows.tokens());
            return rows.tokens();
          });
    }
  }

  private static int time(Decoder decoder) {
    return Math.min(TIME, decoder.config().contextLength());
  }

  private int[][] ids(Decoder decoder, int rows, int time) {
    int[][] ids = new int[rows][time];
    for (int[] row : ids) Arrays.setAll(row, _ -> random.nextInt(decoder.config().vocabulary()));
    return ids;
  }
}
