package cai.bench;

import cai.finetuning.FinetuningSettings;
import cai.finetuning.FinetuningSteps;
import cai.run.Seeds;
import cai.sequence.TokenSequence;
import cai.storage.AtomicFiles;
import cai.transformer.decoder.Decoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One optimiser step of supervised finetuning: 4 sequences of 256 tokens, each of which but the
/// first is learnt. The speed counts all tokens.
///
/// It is a step of a training in two epochs: what frozen layers make of the sequences is in a file.
final class Finetuning implements Work {
  private static final int BATCH = 4;
  private static final int EPOCHS = 2;

  private final Decoder decoder;
  private final Path folder;
  private final FinetuningSteps steps;
  private final Pass done;
  private int step;

  /// @param trainedShare of the layers, from the top
  /// @param rank of the adapters that are trained in place of weights; 0 trains the weights
  Finetuning(Subject subject, double trainedShare, int rank) {
    var settings =
        new FinetuningSettings(EPOCHS, 1e-5, 0, false, BATCH, 2048, trainedShare, rank, 0, 1, 0);
    List<TokenSequence> sequences =
        subject.workload().training().stream().map(one -> new TokenSequence(one.ids(), 1)).toList();
    var trained = settings.trained(subject.model().config().layers(), new Seeds(1));
    decoder = subject.trained(trained);
    folder = temporaryFolder();
    steps = new FinetuningSteps(settings, decoder, sequences, folder);
    int length = sequences.getFirst().ids().length;
    Cost cost =
        subject.cost().training(Reach.of(length, 0).times(BATCH), BATCH * (length - 1L), trained);
    done = new Pass((long) BATCH * length, 0, cost);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("cai-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Pass pass() {
    Clock clock = Clock.start();
    steps.step(step++);
    return new Pass(done.tokens(), clock.seconds(), done.cost());
  }

  @Override
  public void close() {
    steps.close();
    decoder.close();
    try {
      AtomicFiles.deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
