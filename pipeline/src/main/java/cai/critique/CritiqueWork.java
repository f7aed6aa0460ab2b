package cai.critique;

import cai.critique.RevisionChain.Round;
import cai.errors.UserError;
import cai.language.Answers;
import cai.language.Answers.AnswerRequest;
import cai.language.Answers.SampledOutcome;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.prompts.PromptItem;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.items.JournaledWork;
import cai.run.items.JournaledWork.Journaling;
import cai.statistics.CutOff;
import cai.storage.Lines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Responses, critiques and revisions: the data of supervised finetuning.
///
/// Each red-team prompt is answered by the helpful-only model; then, round by round, a principle is
/// drawn, the text so far is criticised and revised under it, and the revision takes its place.
/// Helpful prompts and look-alikes are only answered. The work goes in batches of fixed size in the
/// order of the lists; each finished batch is on disk, so a killed stage continues and ends with
/// the same bytes.
///
/// **Source**: Bai et al. 2022, section 3.1.
public final class CritiqueWork {
  private static final String STAGE = "critique";

  private final LanguageModel model;
  private final CritiqueSettings settings;
  private final CritiqueInputs inputs;
  private final Seeds seeds;
  private final Progress progress;
  private final Answers answers;
  private final RevisionRound round;
  private final JournaledWork work;

  /// @param model the helpful-only assistant, which also criticises and revises
  public CritiqueWork(
      LanguageModel model,
      CritiqueSettings settings,
      CritiqueInputs inputs,
      Seeds seeds,
      Progress progress) {
    this.model = model;
    this.settings = settings;
    this.inputs = inputs;
    this.seeds = seeds;
    this.progress = progress;
    this.answers = new Answers(model, inputs.exchanges(), settings.limits(model.format()));
    this.round = new RevisionRound(model, settings, inputs, seeds);
    this.work = new JournaledWork(STAGE, settings.batchSize(), progress);
  }

  /// Writes `revisions.jsonl`, `helpful.jsonl` and `skipped.jsonl` into a folder, continuing what
  /// the journals in it hold.
  public CritiqueCounts run(Path folder) {
    var keys = new CritiqueKeys(model.identity(), settings, inputs, seeds);
    List<ResponseEntry> responses =
        work.perform(
            "responses",
            inputs.redTeam(),
            new Journaling<>(folder.resolve("responses.journal"), ResponseEntry.class),
            keys.responses(),
            this::responses);
    List<Answered> answered = new ArrayList<>();
    for (int i = 0; i < responses.size(); i++)
      answered.add(new Answered(inputs.redTeam().get(i), responses.get(i)));
    List<ChainEntry> chains =
        work.perform(
            "critiques and revisions",
            answered,
            new Journaling<>(folder.resolve("chains.journal"), ChainEntry.class),
            keys.chains(Answered::item),
            this::chains);
    List<HelpfulEntry> helpful =
        work.perform(
            "helpful samples",
            helpfulWork(),
            new Journaling<>(folder.resolve("helpful.journal"), HelpfulEntry.class),
            keys.helpful(one -> List.of(one.item(), one.sample())),
            this::helpful);
    List<SkippedPrompt> skipped = skipped(chains, helpful);
    Lines.write(folder.resolve("skipped.jsonl"), skipped);
    report(skipped, chains.size() + helpful.size());
    List<RevisionChain> made =
        chains.stream().map(ChainEntry::chain).flatMap(Optional::stream).toList();
    List<HelpfulSample> samples =
        helpful.stream().map(HelpfulEntry::sample).flatMap(Optional::stream).toList();
    Lines.write(folder.resolve("revisions.jsonl"), made);
    Lines.write(folder.resolve("helpful.jsonl"), samples);
    noteCutOff(made, samples);
    CritiqueCounts counts = CritiqueCounts.of(chains, helpful);
    counts.teachingNothing().ifPresent(this::note);
    return counts;
  }

  /// A red-team prompt with its response.
  private record Answered(PromptItem item, ResponseEntry response) {}

  private List<ResponseEntry> responses(List<PromptItem> batch) {
    List<AnswerRequest> asked =
        batch.stream()
            .map(item -> new AnswerRequest(item.id() + "/response", item.prompt()))
            .toList();
    List<SampledOutcome> sampled = answers.sample(asked, sampling(settings.responseTokens()));
    var responses = new ArrayList<ResponseEntry>();
    for (int i = 0; i < batch.size(); i++)
      responses.add(ResponseEntry.of(batch.get(i).id(), sampled.get(i)));
    return responses;
  }

  private List<ChainEntry> chains(List<Answered> batch) {
    var chains = new ArrayList<Chain>();
    for (Answered one : batch) chains.add(new Chain(one.item(), one.response().read()));
    for (int number = 1; number <= settings.rounds(); number++) round.perform(number, chains);
    return chains.stream().map(Chain::entry).toList();
  }

  /// One answer to be sampled for a helpful prompt.
  private record HelpfulWork(PromptItem item, int sample) {
    String id() {
      return item.id() + "/helpful/" + sample;
    }
  }

  private List<HelpfulWork> helpfulWork() {
    var all = new ArrayList<HelpfulWork>();
    for (PromptItem item : inputs.helpful())
      for (int sample = 1; sample <= settings.helpfulSamples(); sample++)
        all.add(new HelpfulWork(item, sample));
    return all;
  }

  private List<HelpfulEntry> helpful(List<HelpfulWork> batch) {
    List<AnswerRequest> asked =
        batch.stream().map(one -> new AnswerRequest(one.id(), one.item().prompt())).toList();
    List<SampledOutcome> sampled = answers.sample(asked, sampling(settings.longestHelpful()));
    var entries = new ArrayList<HelpfulEntry>();
    for (int i = 0; i < batch.size(); i++) entries.add(entry(batch.get(i), sampled.get(i)));
    return entries;
  }

  private static HelpfulEntry entry(HelpfulWork one, SampledOutcome answer) {
    PromptItem item = one.item();
    Optional<HelpfulSample> sample =
        answer
            .text()
            .given()
            .map(text ->
                new HelpfulSample(
                    HelpfulSample.FORMAT,
                    item.id(),
                    item.conversation(),
                    item.group(),
                    item.kind(),
                    item.prompt(),
                    one.sample(),
                    text,
                    answer.ended()));
    String reason = answer.text().refusal().orElse("");
    return new HelpfulEntry(one.id(), sample, reason, answer.promptTokens(), answer.tokens());
  }

  private Sampling sampling(int longest) {
    return settings.sampling(longest, seeds.seed(STAGE, "sampling"));
  }

  private void noteCutOff(List<RevisionChain> chains, List<HelpfulSample> samples) {
    CutOff.of(chains, RevisionChain::ended)
        .note("responses", "critique.response-tokens")
        .ifPresent(this::note);
    List<Round> accepted =
        chains.stream().flatMap(chain -> chain.rounds().stream()).filter(Round::accepted).toList();
    CutOff.of(accepted, Round::ended)
        .note("accepted revisions", "critique.revision-tokens")
        .ifPresent(this::note);
    CutOff.of(samples, HelpfulSample::ended)
        .note(
            "helpful samples",
            settings.helpfulTokens().isPresent()
                ? "critique.helpful-tokens"
                : "critique.response-tokens")
        .ifPresent(this::note);
  }

  private void note(String sentence) {
    progress.note(STAGE + ": " + sentence);
  }

  private static List<SkippedPrompt> skipped(List<ChainEntry> chains, List<HelpfulEntry> helpful) {
    var skipped = new ArrayList<SkippedPrompt>();
    for (ChainEntry entry : chains)
      if (entry.chain().isEmpty()) skipped.add(SkippedPrompt.of(entry.id(), entry.reason()));
    for (HelpfulEntry entry : helpful)
      if (entry.sample().isEmpty()) skipped.add(SkippedPrompt.of(entry.id(), entry.reason()));
    return skipped;
  }

  private void report(List<SkippedPrompt> skipped, int all) {
    if (skipped.isEmpty()) return;
    String what = "critique: skipped " + skipped.size() + " of " + all + " prompts";
    SkippedPrompt first = skipped.getFirst();
    String example = "; the first is " + first.id() + ": " + first.reason();
    if (skipped.size() > settings.mostSkipped() * all)
      throw new UserError(
          what
              + ", more than critique.most-skipped="
              + settings.mostSkipped()
              + " allows"
              + example);
    progress.note(what + example);
  }
}
