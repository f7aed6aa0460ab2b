package cai.cli;

import cai.UserError;
import cai.language.ContextBudget;
import cai.language.Generation;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Continues prompts.
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Continue prompts.",
      "In: {\"id\": .., \"prompt\": \"text to be continued\"} or {\"id\": .., \"messages\":"
          + " [{\"role\": \"user\", \"content\": ..}]} on each line.",
      "Out: {\"id\": .., \"text\": ..} on each line, in the same order."
    })
final class GenerateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ModelOptions model;
  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--prompts",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines, gzip-compressed or not; - reads the standard input.")
  private Path prompts;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the results go, as they come; a file appears at the end, until then it is called"
              + " FILE.partial; default: standard output.")
  private Path out;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Prompts at once; only memory and speed depend on it; default: ${DEFAULT-VALUE}.")
  private int rows;

  /// A line of the output.
  record Generated(Object id, String text) {}

  GenerateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Sampling how = sampling.sampling();
    if (rows < 1) throw new UserError("--rows=" + rows + " is out of range; must be at least 1");
    List<InputLine> lines = InputLine.read(surroundings.input(prompts));
    List<Generation> requests =
        lines.stream().map(line -> Generation.of(line.name(), line.prompt())).toList();
    int done = 0;
    try (var output = new OutputLines(surroundings, Optional.ofNullable(out), prompts);
        var opened = model.open(surroundings);
        LanguageModel language = opened.languageModel(rows)) {
      requireFit(lines, requests, language, how.maxTokens());
      Progress progress = surroundings.progress();
      progress.begin("generate", "continuing", lines.size(), "prompts");
      for (int from = 0; from < lines.size(); from += rows) {
        var some = requests.subList(from, Math.min(lines.size(), from + rows));
        var results = new ArrayList<Generated>();
        for (var completion : language.generate(some, how))
          results.add(new Generated(lines.get(done++).id(), completion.text()));
        output.write(results);
        progress.advance(done);
      }
      progress.end();
      output.finish();
    }
    return 0;
  }

  private static void requireFit(
      List<InputLine> lines, List<Generation> requests, LanguageModel language, int maxTokens) {
    var budget = new ContextBudget(language);
    for (int i = 0; i < lines.size(); i++) {
      int tokens = budget.tokens(requests.get(i).prompt());
      if (!budget.fits(tokens, maxTokens))
        throw new UserError(
            lines.get(i).where()
                + ": "
                + budget.refusal(tokens, maxTokens)
                + "; shorten the prompt or lower --max-tokens");
    }
  }
}
