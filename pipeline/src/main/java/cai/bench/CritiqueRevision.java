package cai.bench;

import static cai.bench.WorkloadTokenizer.text;

import cai.bench.Workload.Revised;
import cai.constitution.Aim;
import cai.constitution.CritiquePrinciple;
import cai.critique.Chain;
import cai.critique.CritiqueInputs;
import cai.critique.CritiqueSettings;
import cai.critique.RevisionRound;
import cai.dialogue.Dialogue;
import cai.language.Answers.SampledOutcome;
import cai.language.LanguageModel;
import cai.language.Outcome.Given;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.prompts.fewshots.CritiqueShot;
import cai.recipe.RecipeReader;
import cai.run.Seeds;
import cai.transformer.decoder.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A round of critique and revision, as the stage makes it. The speed counts the tokens of
/// critiques and revisions, the time is that of everything.
final class CritiqueRevision implements OpenBenchmark {
  /// A text that a stage requires and that [WorkloadTokenizer] gives no tokens.
  private static final String NO_TOKENS = "-";

  private final Subject subject;
  private final Decoder decoder;
  private final List<Revised> items;
  private final CritiqueSettings settings;
  private final CritiqueInputs inputs;

  CritiqueRevision(Subject subject) {
    this.subject = subject;
    decoder = subject.frozen();
    items = subject.workload().critiqueRevision();
    settings =
        RecipeReader.section(
            CritiqueSettings.class,
            "temperature=1",
            "top-p=1",
            "lead-ins=never",
            "critique-tokens=" + Workload.GENERATED,
            "revision-tokens=" + Workload.GENERATED,
            "stop-at-blank-line=false",
            "whole-sentences=false",
            "guards.enabled=false",
            "acceptance.enabled=false");
    inputs =
        new CritiqueInputs(
            List.of(), List.of(), principles(items), List.of(shot(items)), List.of(), List.of());
  }

  /// The worked example that all prompts begin with.
  private static CritiqueShot shot(List<Revised> items) {
    String shared = text(Arrays.copyOf(items.getFirst().prompt(), Workload.FEW_SHOTS));
    return new CritiqueShot("shot", shared, NO_TOKENS, NO_TOKENS, NO_TOKENS, NO_TOKENS, NO_TOKENS);
  }

  /// Their requests for a revision are all of one length, so that it does not matter which of them
  /// a chain draws.
  private static List<CritiquePrinciple> principles(List<Revised> items) {
    return IntStream.range(0, items.size())
        .mapToObj(i ->
            new CritiquePrinciple(
                "principle-" + i,
                NO_TOKENS,
                text(items.get(i).request()),
                List.of(),
                List.of(),
                List.of()))
        .toList();
  }

  @Override
  public TimedPass pass() {
    try (LanguageModel model = subject.languageModel(decoder, items.size())) {
      var round = new RevisionRound(model, settings, inputs, new Seeds(1));
      List<Chain> chains = IntStream.range(0, items.size()).mapToObj(this::chain).toList();
      double seconds = TimedPass.seconds(() -> round.perform(1, chains));
      return new TimedPass(chains.stream().mapToLong(Chain::tokens).sum(), seconds, needed());
    }
  }

  /// A prompt that ends in its request for a critique.
  private Chain chain(int number) {
    int[] prompt = items.get(number).prompt();
    int[] own = Arrays.copyOfRange(prompt, Workload.FEW_SHOTS, prompt.length);
    var item =
        new PromptItem(
            PromptItem.FORMAT,
            "critique-revision/" + number,
            Aim.HARMLESSNESS,
            PromptItem.NO_KIND,
            Split.TRAIN,
            Dialogue.ask(text(own)));
    return new Chain(item, new SampledOutcome(new Given<>(NO_TOKENS), true, 0, 0));
  }

  /// The last token of a critique is read with the request that follows it.
  private FlopsAndBytes needed() {
    ModelCost cost = subject.cost();
    int shared = Workload.FEW_SHOTS;
    int steps = Workload.GENERATED - 1;
    int[] own = items.stream().mapToInt(item -> item.prompt().length - shared).toArray();
    int[] request = items.stream().mapToInt(item -> 1 + item.request().length).toArray();
    int[] critiqued = ModelCost.longer(own, steps);
    int[] asked = ModelCost.longer(critiqued, request[0]);
    return cost.prompts(shared, own)
        .plus(cost.steps(shared, own, steps))
        .plus(cost.read(shared, critiqued, request))
        .plus(cost.steps(shared, asked, steps));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
