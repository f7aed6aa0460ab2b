package cai.report;

import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.critique.RevisionChain;
import cai.provenance.Manifest;
import cai.provenance.Manifest.Session;
import cai.provenance.StageRecord;
import cai.report.PageBlock.Fact;
import cai.report.PageBlock.Facts;
import cai.report.PageBlock.Folded;
import cai.report.PageBlock.Missing;
import cai.report.findings.HelpfulnessLabels;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What was run, with which recipe, model and machine.
final class RunSection {
  private static final int HASH_SHOWN = 12;

  private RunSection() {}

  /// The paragraph below the title.
  static String lead(RunFiles run) {
    var parts = new ArrayList<String>();
    List<RevisionChain> chains = run.texts().chains();
    if (!chains.isEmpty())
      parts.add(
          "had %s red-team prompts answered, the answers %s under the constitution"
              .formatted(
                  Wording.count(chains.size()),
                  criticised(chains) ? "criticised and revised" : "revised"));
    if (!run.training().finetuning().isEmpty())
      parts.add(
          "finetuned the model on the revisions (%s steps)"
              .formatted(Wording.count(run.training().finetuning().size())));
    int pairs = run.labels().comparisons().size();
    if (pairs > 0)
      parts.add("had a model label %s pairs of answers".formatted(Wording.count(pairs)));
    if (run.training().preferenceValidation().isPresent())
      parts.add("trained a preference model on the labels");
    int scored = run.training().policy().scored().steps().size();
    if (scored > 0)
      parts.add("trained the policy against it (%s steps)".formatted(Wording.count(scored)));
    int learnt = run.training().policy().pairs().steps().size();
    if (learnt > 0)
      parts.add(
          "trained the policy on the labels themselves (%s steps)"
              .formatted(Wording.count(learnt)));
    if (parts.isEmpty()) return "This run has left nothing to report yet.";
    String steps = String.join(", then ", parts);
    return "This run " + steps + ".";
  }

  private static boolean criticised(List<RevisionChain> chains) {
    return chains.stream()
        .flatMap(chain -> chain.rounds().stream())
        .anyMatch(round -> !round.critique().isEmpty());
  }

  static PageSection of(RunFiles run) {
    var blocks = new ArrayList<PageBlock>();
    if (run.manifest().isEmpty())
      blocks.add(
          new Missing(
              "The run has no manifest.json: recipe, model, machine and seed are not known."));
    run.manifest().flatMap(RunSection::overrides).ifPresent(blocks::add);
    var facts = new ArrayList<>(identity(run));
    facts.addAll(sizes(run));
    blocks.add(new Facts(facts));
    run.manifest()
        .ifPresent(manifest -> {
          blocks.add(folded("The recipe as written", manifest.recipe()));
          blocks.add(folded("All settings with their defaults", manifest.settings()));
          blocks.add(folded("The rest of manifest.json", rest(manifest)));
        });
    return new PageSection("Report: what was run", blocks);
  }

  private static Folded folded(String summary, String text) {
    return new Folded(summary, Wording.visible(text));
  }

  /// What the command line put in place of the recipe's values.
  private static Optional<PageBlock> overrides(Manifest manifest) {
    if (manifest.overrides().isEmpty()) return Optional.empty();
    return Optional.of(
        new Missing(
            "Not the recipe as written: the command line changed "
                + manifest.overrides().stream()
                    .map(Wording::visible)
                    .collect(Collectors.joining(", "))
                + "."));
  }

  private static List<Fact> identity(RunFiles run) {
    var facts = new ArrayList<Fact>();
    Optional<Manifest> manifest = run.manifest();
    add(facts, "Recipe", manifest.map(Manifest::recipeFile));
    add(facts, "Constitution", run.constitution().map(Constitution::name));
    add(facts, "Model", run.settings().model());
    add(facts, "Feedback model", run.settings().feedbackModel());
    manifest
        .map(Manifest::sessions)
        .filter(all -> !all.isEmpty())
        .map(List::getLast)
        .ifPresent(last -> machine(facts, last));
    add(facts, "Seed", manifest.map(one -> Long.toString(one.seed())));
    add(facts, "Code", manifest.map(RunSection::code));
    started(run).ifPresent(start -> facts.add(new Fact("Started", start.toString(), "time")));
    return facts;
  }

  private static void machine(List<Fact> facts, Session session) {
    add(facts, "Machine", Optional.of(session.machine().cpu()));
    add(facts, "Cores", Optional.of(Integer.toString(session.machine().cores())));
    String arithmetic =
        session.machine().arithmetic().entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(", "));
    add(facts, "Arithmetic", Optional.of(arithmetic).filter(text -> !text.isEmpty()));
  }

  private static void add(List<Fact> facts, String name, Optional<String> value) {
    value.ifPresent(text -> facts.add(new Fact(name, Wording.visible(text))));
  }

  /// The commit of the sources where it is known, and what the classes' own bytes hash to.
  private static String code(Manifest manifest) {
    String classes = shortened(manifest.codeVersion());
    return manifest
        .commit()
        .map(commit ->
            "commit %s%s, classes %s"
                .formatted(shortened(commit), commit.endsWith("+") ? " with changes" : "", classes))
        .orElse(classes);
  }

  private static String shortened(String code) {
    return code.substring(0, Math.min(HASH_SHOWN, code.length()));
  }

  private static Optional<Instant> started(RunFiles run) {
    return run.manifest()
        .map(Manifest::startedAt)
        .or(() ->
            run.stages().values().stream()
                .map(StageRecord::startedAt)
                .min(Comparator.naturalOrder()));
  }

  /// Sessions and times differ between two runs of the same recipe: they stay out.
  private static String rest(Manifest manifest) {
    var lines = new ArrayList<String>();
    lines.add("format: " + manifest.format());
    lines.add("recipeFile: " + manifest.recipeFile());
    lines.add("recipeSha256: " + manifest.recipeSha256());
    for (int i = 0; i < manifest.overrides().size(); i++)
      lines.add("overrides." + i + ": " + manifest.overrides().get(i));
    lines.add("codeVersion: " + manifest.codeVersion());
    manifest.commit().ifPresent(commit -> lines.add("commit: " + commit));
    manifest.parameters().ifPresent(count -> lines.add("parameters: " + count));
    lines.add("seed: " + manifest.seed());
    lines.addAll(named("inputs", manifest.inputs()));
    lines.addAll(named("versions", manifest.versions()));
    return String.join("\n", lines);
  }

  private static List<String> named(String name, Map<String, String> values) {
    return values.entrySet().stream()
        .map(one -> name + "." + one.getKey() + ": " + one.getValue())
        .toList();
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
    add(facts, "Label method", run.settings().labelMethod());
    add(facts, "Helpfulness labels by", HelpfulnessLabels.of(run).source());
    add(facts, "Policy", run.settings().policy());
    long held = run.evaluation().answers().stream().map(a -> a.id()).distinct().count();
    if (held > 0) facts.add(new Fact("Held-out prompts", Wording.count(held)));
    return facts;
  }
}
