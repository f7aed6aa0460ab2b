package cai.cli;

import cai.errors.UserError;
import cai.language.ContextBudget;
import cai.language.Generation;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.Prompt;
import cai.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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

  /// A line of the output where the chat template refuses the conversation.
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
        LanguageModel language = opened.languageModel(rows)) {
      requireFit(lines, requests, language, how.maxTokens());
      List<Optional<String>> refusals =
          requests.stream().map(request -> language.refusal(request.prompt())).toList();
      Progress progress = surroundings.progress();
      progress.begin("generate", "continuing", lines.size(), "prompts");
      for (int from = 0; from < lines.size(); from += rows) {
        int to = Math.min(lines.size(), from + rows);
        List<Generation> some =
            IntStream.range(from, to)
                .filter(i -> refusals.get(i).isEmpty())
                .mapToObj(requests::get)
                .toList();
        var completions = language.generate(some, how).iterator();
        var results = new ArrayList<Object>();
        for (int i = from; i < to; i++) {
          Object id = lines.get(i).id();
          results.add(
              refusals
                  .get(i)
                  .<Object>map(reason -> new Skipped(id, reason))
                  .orElseGet(() -> new Generated(id, completions.next().text())));
        }
        output.write(results);
        progress.advance(to);
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
      Prompt prompt = requests.get(i).prompt();
      if (language.refusal(prompt).isPresent()) continue;
      String refusal = budget.room(prompt, maxTokens).refusal();
      if (!refusal.isEmpty())
        throw new UserError(
            lines.get(i).where() + ": " + refusal + "; shorten the prompt or lower --max-tokens");
    }
  }
}
