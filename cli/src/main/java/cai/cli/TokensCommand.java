package cai.cli;

import cai.cli.terminal.Surroundings;
import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.language.local.LocalModel;
import cai.sequence.TokenSequence;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cai tokens`: shows the token ids of texts as training and generation see them.
@Command(
    name = "tokens",
    mixinStandardHelpOptions = true,
    description = {
      "Print the tokens of texts and dialogues as every stage sees them.",
      "In: {\"id\": .., \"text\": ..} or {\"id\": .., \"messages\": [..]} on each line.",
      "Out: {\"id\": .., \"ids\": [..], \"pieces\": [..], \"mask\": [..]} on each line; the mask is"
          + " 1 where a token counts in training: every token of a text, those of the last answer"
          + " of a dialogue."
    })
final class TokensCommand implements Callable<Integer> {
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

  /// A line of the output.
  record Tokens(Object id, int[] ids, List<String> pieces, int[] mask) {}

  TokensCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<InputLine> lines = InputLine.read(surroundings.input(file));
    try (var output = new OutputLines(surroundings, Optional.ofNullable(out), file);
        LocalModel opened = model.openWithoutWeights(surroundings)) {
      for (InputLine line : lines) output.write(List.of(tokens(line, opened)));
      output.finish();
    }
    return 0;
  }

  private static Tokens tokens(InputLine line, LocalModel opened) {
    if (line.has("text") == line.has("messages"))
      throw new UserError(
          line.where() + ": must have either text or messages (a dialogue), and not both");
    if (line.has("text")) {
      int[] ids = opened.renderer().text(line.text("text"));
      return tokens(line, opened, new TokenSequence(ids, ids.length), 0);
    }
    Dialogue dialogue = line.dialogue();
    TokenSequence sequence = sequence(dialogue, opened);
    return tokens(line, opened, sequence, sequence.promptLength());
  }

  private static TokenSequence sequence(Dialogue dialogue, LocalModel opened) {
    if (!dialogue.awaitsAnswer() && dialogue.turns().size() > 1)
      return opened.renderer().answered(dialogue, true);
    int[] ids = opened.renderer().prompt(dialogue);
    return new TokenSequence(ids, ids.length);
  }

  private static Tokens tokens(
      InputLine line, LocalModel opened, TokenSequence sequence, int countedFrom) {
    int[] ids = sequence.ids();
    int[] mask = new int[ids.length];
    Arrays.fill(mask, countedFrom, ids.length, 1);
    return new Tokens(line.id(), ids, opened.tokenizer().pieces(ids), mask);
  }
}
