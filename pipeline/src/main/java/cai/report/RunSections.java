package cai.report;

import cai.Stage;
import cai.constitution.Aim;
import cai.report.Block.Bullets;
import cai.report.Block.Cell;
import cai.report.Block.Fact;
import cai.report.Block.Facts;
import cai.report.Block.Folded;
import cai.report.Block.Missing;
import cai.report.Block.Prose;
import cai.report.Block.Row;
import cai.report.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What was run, what it took, and where it differs from the paper.
final class RunSections {
  private RunSections() {}

  /// The paragraph below the title.
  static String lead(RunFiles run, List<Movement> movements) {
    var parts = new ArrayList<String>();
    int chains = run.texts().chains().size();
    if (chains > 0)
      parts.add(
          "had %s red-team prompts answered, the answers criticised and revised under the constitution"
              .formatted(Wording.count(chains)));
    if (!run.training().finetuning().isEmpty())
      parts.add(
          "finetuned the model on the revisions (%s steps)"
              .formatted(Wording.count(run.training().finetuning().size())));
    int pairs = run.labels().comparisons().size();
    if (pairs > 0)
      parts.add("had a model label %s pairs of answers".formatted(Wording.count(pairs)));
    if (run.training().preferenceValidation().isPresent())
      parts.add("trained a preference model on the labels");
    if (!run.training().reinforcement().isEmpty())
      parts.add(
          "trained the policy against it (%s steps)"
              .formatted(Wording.count(run.training().reinforcement().size())));
    if (parts.isEmpty()) return "This run has left nothing to report yet.";
    String steps = String.join(", then ", parts);
    String verdict = movements.isEmpty() ? "" : " " + MovementSection.shortVerdict(movements);
    return "This run " + steps + "." + verdict;
  }

  static Section what(RunFiles run) {
    var blocks = new ArrayList<Block>();
    Tree manifest = run.manifest();
    if (manifest.isEmpty())
      blocks.add(
          new Missing(
              "The run has no manifest.json: recipe, model, machine and seed are not known."));
    var facts = new ArrayList<Fact>();
    add(
        facts,
        "Recipe",
        manifest,
        "recipe",
        "recipe.file",
        "recipe.path",
        "recipe.name",
        "recipeFile");
    ModelSize.model(manifest).ifPresent(model -> facts.add(new Fact("Model", model)));
    add(facts, "Machine", manifest, "machine", "machine.description", "machine.cpu", "cpu");
    add(facts, "Arithmetic", manifest, "arithmetic", "machine.arithmetic");
    add(facts, "Seed", manifest, "seed", "runSeed", "seeds.run");
    add(facts, "Code", manifest, "codeVersion", "code", "code.version", "versions.code");
    started(run).ifPresent(date -> facts.add(new Fact("Started", date)));
    facts.addAll(sizes(run));
    blocks.add(new Facts(facts));
    for (var entry : manifest.values().entrySet()) {
      if (entry.getValue().lines().count() > 1)
        blocks.add(new Folded(entry.getKey() + " (full text)", Wording.visible(entry.getValue())));
    }
    String rest =
        manifest.values().entrySet().stream()
            .filter(entry -> entry.getValue().lines().count() <= 1)
            .map(entry -> entry.getKey() + ": " + Wording.visible(entry.getValue()))
            .collect(Collectors.joining("\n"));
    if (!rest.isEmpty()) blocks.add(new Folded("Everything in manifest.json", rest));
    return new Section("Report: what was run", blocks);
  }

  private static void add(List<Fact> facts, String name, Tree manifest, String... keys) {
    manifest
        .first(keys)
        .filter(value -> value.lines().count() == 1)
        .ifPresent(value -> facts.add(new Fact(name, Wording.visible(value))));
  }

  private static java.util.Optional<String> started(RunFiles run) {
    return run.manifest()
        .first("startedAt", "createdAt")
        .or(() ->
            run.stages().values().stream()
                .flatMap(stage -> stage.first("startedAt").stream())
                .min(String::compareTo));
  }

  private static List<Fact> sizes(RunFiles run) {
    var facts = new ArrayList<Fact>();
    int chains = run.texts().chains().size();
    int rounds = run.texts().chains().stream().mapToInt(c -> c.rounds().size()).max().orElse(0);
    if (chains > 0)
      facts.add(
          new Fact(
              "Red-team prompts",
              Wording.count(chains)
                  + ", "
                  + rounds
                  + (rounds == 1 ? " revision each" : " revisions each")));
    if (!run.texts().helpful().isEmpty())
      facts.add(new Fact("Helpful answers", Wording.count(run.texts().helpful().size())));
    for (Aim aim : Aim.values()) {
      long count = run.labels().comparisons().stream().filter(c -> c.aim() == aim).count();
      if (count > 0) facts.add(new Fact("Comparisons, " + Wording.aim(aim), Wording.count(count)));
    }
    long held = run.evaluation().answers().stream().map(a -> a.id()).distinct().count();
    if (held > 0) facts.add(new Fact("Held-out prompts", Wording.count(held)));
    return facts;
  }

  static Section cost(RunFiles run) {
    var rows = new ArrayList<Row>();
    double total = 0;
    for (Stage stage : Stage.values()) {
      if (stage == Stage.REPORT) continue;
      Tree tree = run.stages().get(stage);
      if (tree == null) {
        rows.add(
            Row.of(
                Cell.text(stage.word()),
                Cell.text("did not run"),
                Cell.number(""),
                Cell.number(""),
                Cell.number(""),
                Cell.number("")));
        continue;
      }
      double seconds = tree.number("seconds").orElse(0.0);
      double tokens = tree.number("tokens").orElse(0.0);
      total += seconds;
      rows.add(
          Row.of(
              Cell.text(stage.word()),
              Cell.text(tree.first("state").orElse("unknown")),
              Cell.number(tree.number("items").map(n -> Wording.count(n.longValue())).orElse("")),
              Cell.number(tokens == 0 ? "" : Wording.count((long) tokens)),
              Cell.number(Wording.seconds(seconds)),
              Cell.number(
                  tokens == 0 || seconds == 0 ? "" : Wording.count(Math.round(tokens / seconds)))));
    }
    var table =
        new Table(
            "Time includes what was repeated after interruptions.",
            List.of("stage", "state", "items", "tokens", "time", "tokens/s"),
            rows);
    return new Section(
        "Report: time and tokens of each stage",
        List.of(table, new Prose("All stages together: " + Wording.seconds(total) + ".")));
  }

  static Section deviations(RunFiles run, List<Figure> figures) {
    var items = new ArrayList<String>();
    ModelSize.of(run.manifest())
        .ifPresent(size ->
            items.add(
                "One model of %s parameters plays every part; the paper uses models of up to 52 billion."
                    .formatted(size.words())));
    int rounds = run.texts().chains().stream().mapToInt(c -> c.rounds().size()).max().orElse(0);
    if (rounds > 0 && rounds != 4)
      items.add("Revisions per prompt: " + rounds + "; the paper makes 4.");
    boolean ledIn =
        run.texts().chains().stream()
            .flatMap(c -> c.rounds().stream())
            .anyMatch(r -> !r.leadIn().isEmpty());
    if (ledIn)
      items.add(
          "Some revisions begin with a given lead-in, because a small model seldom revises on its"
              + " own; the paper gives none.");
    long byAi =
        run.labels().comparisons().stream()
            .filter(c -> c.aim() == Aim.HELPFULNESS && !c.principle().equals("human"))
            .count();
    if (byAi > 0)
      items.add(
          "%s helpfulness labels come from the feedback model; the paper takes them from people."
              .formatted(Wording.count(byAi)));
    if (!run.evaluation().answers().isEmpty())
      items.add(
          "Models are judged by this run's preference and feedback models; the paper asks people.");
    items.addAll(run.manifest().list("deviations"));
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Prose(
            "Where this run differs from the paper, as far as its files show (docs/deviations.md"
                + " has all):"));
    blocks.add(
        new Bullets(items.isEmpty() ? List.of("Nothing that the files of this run show.") : items));
    blocks.add(
        new Prose(
            "The figures and the numbers behind them, in the folder figures beside this page:"));
    blocks.add(new Block.Files(figures));
    blocks.add(
        new Prose(
            "docs/metrics.md of the project states the formula, mask and unit of every number."));
    return new Section("Report: deviations and files", blocks);
  }
}
