package cai.cli;

import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.language.local.LocalModel;
import cai.run.Progress;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cai logprobs`: log-probabilities of texts, token by token.
@Command(
    name = "logprobs",
    mixinStandardHelpOptions = true,
    description = {
      "Print how likely a model finds texts, token by token.",
      "In: {\"id\": .., \"text\": ..} on each line.",
      "Out: {\"id\": .., \"tokens\": [ids], \"logprobs\": [null, nats ..]} on each line, in the"
          + " same order."
    })
final class LogprobsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ModelOptions model;

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines, gzip-compressed or not; - reads the standard input.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the results go, as they come; a file appears at the end, until then it is called"
              + " FILE.partial; default: standard output.")
  private Path out;

  /// A line of the output. The first token has no log-probability, because no token comes before
  /// it.
  record TokenLogprobs(Object id, int[] tokens, List<Optional<Float>> logprobs) {}

  private record LineTokens(InputLine line, int[] ids) {}

  LogprobsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<InputLine> lines = InputLine.read(surroundings.input(file));
    lines.forEach(line -> line.text("text"));
    int done = 0;
    try (var output = new OutputLines(surroundings, Optional.ofNullable(out), file);
        LocalModel opened = model.open(surroundings)) {
      List<LineTokens> items = lines.stream().map(line -> item(line, opened)).toList();
      try (Decoder decoder = opened.decoder(TrainedLayers.none())) {
        Progress progress = surroundings.progress();
        progress.begin("logprobs", "reading", items.size(), "texts");
        for (LineTokens item : items) {
          output.write(List.of(likelihoods(item, decoder)));
          progress.advance(++done);
        }
        progress.end();
      }
      output.finish();
    }
    return 0;
  }

  private static LineTokens item(InputLine line, LocalModel opened) {
    int[] ids = opened.renderer().text(line.text("text"));
    int context = opened.config().contextLength();
    if (ids.length > context)
      throw new UserError(
          "%s: text has %,d tokens and does not fit the context of %,d; shorten it"
              .formatted(line.where(), ids.length, context));
    return new LineTokens(line, ids);
  }

  private static TokenLogprobs likelihoods(LineTokens item, Decoder decoder) {
    int[] ids = item.ids();
    var logprobs = new ArrayList<Optional<Float>>();
    logprobs.add(Optional.empty());
    if (ids.length > 1) {
      int before = ids.length - 1;
      try (var _ = TensorScope.inference()) {
        SequenceRows rows = SequenceRows.of(List.of(Arrays.copyOf(ids, before)));
        Tensor states =
            decoder.head().normalized(decoder.sequences().below(decoder.config().layers(), rows));
        int[] targets = Arrays.copyOfRange(ids, 1, ids.length);
        for (float logprob : TokenLoss.logProbabilities(decoder, states, targets))
          logprobs.add(Optional.of(logprob));
      }
    }
    return new TokenLogprobs(item.line().id(), ids, logprobs);
  }
}
