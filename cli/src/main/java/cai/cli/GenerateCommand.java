package cai.cli;

import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.language.ContextBudget;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.PromptLimits;
import cai.language.local.LocalLanguageModel;
import cai.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cai generate`: continues prompts.
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Continue prompts.",
      "In: {\"id\": .., \"prompt\": \"text to be continued\"} or {\"id\": .., \"messages\":"
          + " [{\"role\": \"user\", \"content\": ..}]} on each line.",
      "Out: {\"id\": .., \"text\": ..} on each line, in the same order; {\"id\": .., \"skipped\":"
          + " reason} where the model's chat template refuses a conversation."
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

  /// A line of the output for a conversation that the chat template refuses.
  record Skipped(Object id, String skipped) {}

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
    try (var output = new OutputLines(surroundings, Optional.ofNullable(out), prompts);
        var opened = model.open(surroundings);
        LocalLanguageModel language = opened.languageModel(rows)) {
      requireFit(lines, requests, language, how.maxTokens());
      Progress progress = surroundings.progress();
      progress.begin("generate", "continuing", lines.size(), "prompts");
      for (int from = 0; from < lines.size(); from += rows) {
        int to = Math.min(lines.size(), from + rows);
        List<Outcome<Completion>> outcomes = language.generate(requests.subList(from, to), how);
        var results = new ArrayList<Object>();
        for (int i = from; i < to; i++)
          results.add(line(lines.get(i).id(), outcomes.get(i - from)));
        output.write(results);
        progress.advance(to);
      }
      progress.end();
      output.finish();
    }
    return 0;
  }

  private static Object line(Object id, Outcome<Completion> outcome) {
    return switch (outcome) {
      case Given<Completion>(Completion completion) -> new Generated(id, completion.text());
      case Refused<Completion>(String reason) -> new Skipped(id, reason);
    };
  }

  /// Checks all prompts before anything is sampled: a prompt that is too long is an error, a
  /// conversation that the chat template refuses is skipped.
  private static void requireFit(
      List<InputLine> lines, List<Generation> requests, PromptLimits limits, int maxTokens) {
    var budget = new ContextBudget(limits);
    for (int i = 0; i < lines.size(); i++) {
      if (limits.refusal(requests.get(i).prompt()).isPresent()) continue;
      Optional<String> obstacle = budget.obstacle(requests.get(i), maxTokens);
      if (obstacle.isPresent())
        throw new UserError(
            lines.get(i).where()
                + ": "
                + obstacle.get()
                + "; shorten the prompt or lower --max-tokens");
    }
  }
}
