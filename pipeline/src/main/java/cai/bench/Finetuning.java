package cai.bench;

import cai.finetuning.FinetuningLoop;
import cai.finetuning.FinetuningSettings;
import cai.finetuning.Samples;
import cai.finetuning.TrainingSources;
import cai.recipe.RecipeReader;
import cai.run.Progress;
import cai.run.Seeds;
import cai.sequence.TokenSequence;
import cai.storage.AtomicFiles;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One optimiser step of supervised finetuning: 4 sequences of 256 tokens, of which all tokens but
/// the first are learnt. The speed counts all tokens.
///
/// The step belongs to a training in two epochs, so the outputs of the frozen layers are read from
/// a file.
final class Finetuning implements OpenBenchmark {
  private static final int BATCH = 4;
  private static final int EPOCHS = 2;

  private final Decoder decoder;
  private final Path folder;
  private final FinetuningLoop loop;
  private final TrainingSources sources;
  private final long tokens;
  private final FlopsAndBytes needed;
  private int step;

  /// @param trainedShare of the layers, from the top
  /// @param rank of the adapters that are trained in place of weights; 0 trains the weights
  Finetuning(Subject subject, double trainedShare, int rank) {
    var settings =
        RecipeReader.section(
            FinetuningSettings.class,
            "epochs=" + EPOCHS,
            "learning-rate=1e-5",
            "warmup-steps=0",
            "batch-size=" + BATCH,
            "trained-share=" + trainedShare,
            "lora-rank=" + rank,
            "held-out-share=0");
    List<TokenSequence> sequences =
        subject.workload().training().stream().map(one -> new TokenSequence(one.ids(), 1)).toList();
    var seeds = new Seeds(1);
    var trained = settings.trained(subject.model().config().layers(), seeds);
    decoder = subject.model().decoder(trained);
    folder = temporaryFolder();
    loop = new FinetuningLoop(settings, decoder, Samples.allTrainedOn(sequences), seeds);
    sources = loop.sources(folder, Progress.silent());
    int length = sequences.getFirst().ids().length;
    needed =
        subject
            .cost()
            .training(AttendedTokens.of(length, 0).times(BATCH), BATCH * (length - 1L), trained);
    tokens = (long) BATCH * length;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("cai-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public TimedPass pass() {
    double seconds = TimedPass.seconds(() -> loop.step(step++, sources));
    return new TimedPass(tokens, seconds, needed);
  }

  @Override
  public void close() {
    sources.close();
    loop.close();
    decoder.close();
    try {
      AtomicFiles.deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
