package cai.report;

import cai.constitution.Aim;
import cai.report.Block.Fact;
import cai.report.Block.Facts;
import cai.report.Block.Folded;
import cai.report.Block.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What was run, with which recipe, model and machine.
final class RunSection {
  private RunSection() {}

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

  static Section of(RunFiles run) {
    var blocks = new ArrayList<Block>();
    Tree manifest = run.manifest();
    if (manifest.isEmpty())
      blocks.add(
          new Missing(
              "The run has no manifest.json: recipe, model, machine and seed are not known."));
    overrides(run).ifPresent(blocks::add);
    var facts = new ArrayList<>(identity(run));
    facts.addAll(sizes(run));
    blocks.add(new Facts(facts));
    for (var entry : manifest.values().entrySet()) {
      if (entry.getValue().lines().count() > 1)
        blocks.add(new Folded(folded(entry.getKey()), Wording.visible(entry.getValue())));
    }
    String rest = rest(manifest);
    if (!rest.isEmpty()) blocks.add(new Folded("The rest of manifest.json", rest));
    return new Section("Report: what was run", blocks);
  }

  /// What the command line put in place of the recipe's values.
  private static Optional<Block> overrides(RunFiles run) {
    List<String> overrides =
        run.manifest().list("overrides").stream().map(Wording::visible).toList();
    if (overrides.isEmpty()) return Optional.empty();
    return Optional.of(
        new Missing(
            "Not the recipe as written: the command line changed "
                + String.join(", ", overrides)
                + "."));
  }

  private static List<Fact> identity(RunFiles run) {
    var facts = new ArrayList<Fact>();
    Tree manifest = run.manifest();
    add(facts, "Recipe", manifest, "recipeFile", "recipe.file");
    add(facts, "Constitution", run.principles().constitution(), "name");
    ModelSize.model(manifest).ifPresent(model -> facts.add(new Fact("Model", model)));
    String session = manifest.lastPrefix("sessions");
    run.settings()
        .text("model.feedback")
        .ifPresent(model -> facts.add(new Fact("Feedback model", Wording.visible(model))));
    add(facts, "Machine", manifest, session + "machine.cpu", "machine.cpu");
    add(facts, "Cores", manifest, session + "machine.cores", "machine.cores");
    String arithmetic = String.join(", ", manifest.named(session + "machine.arithmetic"));
    if (!arithmetic.isEmpty()) facts.add(new Fact("Arithmetic", Wording.visible(arithmetic)));
    add(facts, "Seed", manifest, "seed");
    code(manifest).ifPresent(code -> facts.add(new Fact("Code", Wording.visible(code))));
    started(run).ifPresent(date -> facts.add(new Fact("Started", Wording.visible(date), "time")));
    return facts;
  }

  private static void add(List<Fact> facts, String name, Tree tree, String... keys) {
    tree.first(keys)
        .filter(value -> value.lines().count() == 1)
        .ifPresent(value -> facts.add(new Fact(name, Wording.visible(value))));
  }

  /// The commit of the sources where it is known, and what the classes' own bytes hash to.
  private static Optional<String> code(Tree manifest) {
    Optional<String> hash = manifest.first("codeVersion").map(RunSection::shortened);
    Optional<String> commit =
        manifest
            .first("commit")
            .map(code -> "commit " + shortened(code) + (code.endsWith("+") ? " with changes" : ""));
    return commit.map(one -> one + hash.map(h -> ", classes " + h).orElse("")).or(() -> hash);
  }

  private static String shortened(String code) {
    return code.substring(0, Math.min(12, code.length()));
  }

  private static Optional<String> started(RunFiles run) {
    return run.manifest()
        .first("startedAt")
        .or(() ->
            run.stages().values().stream()
                .flatMap(stage -> stage.first("startedAt").stream())
                .min(String::compareTo));
  }

  private static String folded(String key) {
    return switch (key) {
      case "recipe" -> "The recipe as written";
      case "settings" -> "All settings with their defaults";
      default -> key;
    };
  }

  /// Sessions and times differ between two runs of the same recipe: they stay out.
  private static String rest(Tree manifest) {
    return manifest.values().entrySet().stream()
        .filter(entry -> entry.getValue().lines().count() <= 1)
        .filter(entry -> !entry.getKey().matches("sessions\\..*|.*(startedAt|finishedAt|econds)"))
        .map(entry -> entry.getKey() + ": " + Wording.visible(entry.getValue()))
        .collect(Collectors.joining("\n"));
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
    run.settings()
        .text("feedback.method")
        .ifPresent(method -> facts.add(new Fact("Label method", Wording.visible(method))));
    HelpfulnessLabels.of(run)
        .source()
        .ifPresent(source -> facts.add(new Fact("Helpfulness labels by", source)));
    long held = run.evaluation().answers().stream().map(a -> a.id()).distinct().count();
    if (held > 0) facts.add(new Fact("Held-out prompts", Wording.count(held)));
    return facts;
  }
}
