package cai.plan;

import cai.Recipe;
import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionReader;
import cai.dialogue.TranscriptFormat;
import cai.errors.UserError;
import cai.json.JsonLines;
import cai.plan.Material.Prompts;
import cai.plan.Material.Requests;
import cai.plan.Material.Shots;
import cai.prompts.ExamplesSettings;
import cai.prompts.PromptItem;
import cai.prompts.PromptsSettings;
import cai.prompts.PromptsWork;
import cai.prompts.Split;
import cai.prompts.fewshots.CritiqueShot;
import cai.prompts.fewshots.FewShots;
import cai.run.Progress;
import cai.run.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Counts what a recipe works on. Files that are not here, as for a plan of the paper's run, are
/// replaced by the recipe's own counts and an assumed length, and a note says so.
public final class MaterialReader {
  // A dialogue of hh-rlhf's harmless-base test set has 350 characters in the median.
  private static final double ASSUMED_PROMPT_TOKENS = 90;
  private static final int MOST_COUNTED = 5_000;
  // The paper's constitution.
  private static final Requests ASSUMED_REQUESTS = new Requests(32, 40, 35, 35, 12, 0, 0);
  // Of the examples that the paper's authors released; 5 of each, 4.4 characters a token.
  private static final int ASSUMED_CRITIQUES = 2160;
  private static final int ASSUMED_PAIRS = 480;
  private static final int ASSUMED_REASONING = 1350;

  private final Recipe recipe;
  private final ToIntFunction<String> tokens;
  private final Progress progress;
  private final List<String> notes = new ArrayList<>();

  /// @param tokens counts the tokens of a text as the run's model does
  public MaterialReader(Recipe recipe, ToIntFunction<String> tokens) {
    this(recipe, tokens, Progress.silent());
  }

  /// The same with word of how far it is, for prompts may be many.
  public MaterialReader(Recipe recipe, ToIntFunction<String> tokens, Progress progress) {
    this.recipe = recipe;
    this.tokens = tokens;
    this.progress = progress;
  }

  /// Reads and counts.
  ///
  /// @throws UserError where a file that is there cannot be read, or one is missing whose prompts
  ///   the recipe does not count
  public Material read() {
    Prompts prompts = prompts();
    Requests requests = requests();
    return new Material(
        prompts,
        requests,
        shots(),
        lines(recipe.examples().known()),
        hhhItems(),
        recipe.evaluation().identification().stream().mapToInt(MaterialReader::lines).sum(),
        notes);
  }

  private Prompts prompts() {
    PromptsSettings settings = recipe.prompts();
    List<Path> missing =
        Stream.of(settings.redTeam(), settings.helpful())
            .flatMap(Collection::stream)
            .filter(file -> !Files.exists(file))
            .toList();
    if (!missing.isEmpty()) return assumed(settings, missing);
    var seeds = new Seeds(recipe.seed());
    List<PromptItem> items =
        new PromptsWork(settings, name -> seeds.seed("prompts", name), progress).read().prompts();
    return new Prompts(
        count(items, Aim.HARMLESSNESS, Split.TRAIN),
        count(items, Aim.HARMLESSNESS, Split.HELD_OUT),
        count(items, Aim.HELPFULNESS, Split.TRAIN),
        count(items, Aim.HELPFULNESS, Split.HELD_OUT),
        length(items, Aim.HARMLESSNESS),
        length(items, Aim.HELPFULNESS));
  }

  private Prompts assumed(PromptsSettings settings, List<Path> missing) {
    boolean counted =
        settings.redTeamTrain() > 0
            && settings.redTeamHeldOut() > 0
            && settings.helpfulTrain() > 0
            && settings.helpfulHeldOut() > 0;
    if (!counted)
      throw new UserError(
          missing.getFirst()
              + ": there is no such file; give it, or plan with the four counts of prompts in the"
              + " recipe's section prompts");
    notes.add(
        names(missing)
            + " not found; prompts are counted as the recipe does, with %.0f tokens each"
                .formatted(ASSUMED_PROMPT_TOKENS));
    return new Prompts(
        settings.redTeamTrain(),
        settings.redTeamHeldOut(),
        settings.helpfulTrain(),
        settings.helpfulHeldOut(),
        ASSUMED_PROMPT_TOKENS,
        ASSUMED_PROMPT_TOKENS);
  }

  private static int count(List<PromptItem> items, Aim aim, Split split) {
    return (int) items.stream().filter(item -> item.aim() == aim && item.split() == split).count();
  }

  /// Of many prompts some are counted, evenly spread: a mean needs no more.
  private double length(List<PromptItem> items, Aim aim) {
    List<PromptItem> all = items.stream().filter(item -> item.aim() == aim).toList();
    int every = Math.max(1, all.size() / MOST_COUNTED);
    return mean(
        IntStream.range(0, all.size() / every)
            .mapToObj(i -> TranscriptFormat.render(all.get(i * every).prompt(), true)));
  }

  private Requests requests() {
    List<Path> missing =
        recipe.constitution().files().stream().filter(file -> !Files.exists(file)).toList();
    if (!missing.isEmpty()) {
      notes.add(names(missing) + " not found; counted as the paper's 16 principles of each kind");
      return ASSUMED_REQUESTS;
    }
    Constitution constitution = ConstitutionReader.read(recipe.constitution().files());
    var critique = constitution.critiquePrinciples();
    var comparison = constitution.comparisonPrinciples();
    Stream<String> questions =
        Stream.concat(
            critique.stream().flatMap(one -> both(one.positive(), one.negative())),
            comparison.stream().flatMap(one -> both(one.positive(), one.negative())));
    return new Requests(
        critique.size() + comparison.size(),
        mean(critique.stream().map(one -> "\n\nCritiqueRequest: " + one.critiqueRequest())),
        mean(critique.stream().map(one -> "\n\nRevisionRequest: " + one.revisionRequest())),
        mean(comparison.stream().map(one -> one.question())),
        mean(questions.map(question -> "\n\nQuestion: " + question + "\n\nAnswer:")),
        critique.stream()
            .mapToInt(one -> one.positive().size() + one.negative().size())
            .average()
            .orElse(0),
        comparison.stream()
            .mapToInt(one -> one.positive().size() + one.negative().size())
            .average()
            .orElse(0));
  }

  private static Stream<String> both(List<String> positive, List<String> negative) {
    return Stream.concat(positive.stream(), negative.stream());
  }

  private Shots shots() {
    ExamplesSettings examples = recipe.examples();
    int ofFeedback = recipe.feedback().shots();
    return new Shots(
        examples(
            examples.responses(),
            0,
            file ->
                FewShots.responses(file).stream()
                    .map(one -> exchange(one.human(), one.response()))),
        examples(
            examples.critique(),
            ASSUMED_CRITIQUES,
            file ->
                FewShots.critiques(file).stream()
                    .limit(recipe.critique().shots())
                    .map(MaterialReader::text)),
        examples(
            examples.feedback(),
            ASSUMED_PAIRS,
            file ->
                FewShots.feedback(file).stream()
                    .limit(ofFeedback)
                    .map(one -> exchange(one.human(), one.better()) + "\n (B) " + one.worse())),
        examples(
            examples.yesNo(),
            0,
            file ->
                FewShots.yesNo(file).stream()
                    .limit(ofFeedback)
                    .map(one ->
                        exchange(one.human(), one.response())
                            + "\n\nQuestion: "
                            + one.question()
                            + "\n\nAnswer: Yes")),
        examples(
            examples.reasoning(),
            ASSUMED_REASONING,
            file ->
                FewShots.reasoning(file).stream()
                    .limit(ofFeedback)
                    .map(one ->
                        one.conversation()
                            + "\n (A) "
                            + one.optionA()
                            + "\n (B) "
                            + one.optionB()
                            + one.reasoning())));
  }

  /// Tokens of all examples of a file; of one that is not here, those assumed.
  private double examples(Path file, int assumed, Function<Path, Stream<String>> texts) {
    if (Files.exists(file)) return sum(texts.apply(file));
    notes.add(names(List.of(file)) + " not found; %d tokens are assumed".formatted(assumed));
    return assumed;
  }

  private static String text(CritiqueShot one) {
    return exchange(one.human(), one.response())
        + "\n\nCritiqueRequest: "
        + one.critiqueRequest()
        + "\n\nCritique: "
        + one.critique()
        + "\n\nRevisionRequest: "
        + one.revisionRequest()
        + "\n\nRevision: "
        + one.revision();
  }

  private static String exchange(String human, String answer) {
    return TranscriptFormat.HUMAN + " " + human + TranscriptFormat.ASSISTANT + " " + answer;
  }

  private int hhhItems() {
    return recipe.evaluation().hhh().map(MaterialReader::lines).orElse(0);
  }

  private static int lines(Path file) {
    if (!Files.exists(file)) return 0;
    var lines = new AtomicInteger();
    JsonLines.forEach(file, (_, _) -> lines.incrementAndGet());
    return lines.get();
  }

  private static String names(List<Path> files) {
    return String.join(
        ", ", files.stream().map(file -> file.getFileName().toString()).distinct().toList());
  }

  private double sum(Stream<String> texts) {
    return texts.mapToInt(tokens).sum();
  }

  private double mean(Stream<String> texts) {
    return texts.mapToInt(tokens).average().orElse(0);
  }
}
