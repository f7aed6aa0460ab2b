package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.errors.UserError;
import cai.feedback.Comparison.Verdict;
import cai.feedback.FeedbackSettings.Method;
import cai.feedback.Labels.FeedbackOfAim;
import cai.feedback.confidence.LabelConfidence;
import cai.json.Json;
import cai.language.Answers;
import cai.language.Answers.AnswerRequest;
import cai.language.Answers.SampledOutcome;
import cai.language.LanguageModel;
import cai.prompts.PromptItem;
import cai.prompts.fewshots.ResponseShot;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.items.JournaledWork;
import cai.run.items.JournaledWork.Journaling;
import cai.statistics.CutOff;
import cai.storage.AtomicFiles;
import cai.storage.Lines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// AI feedback: SL-CAI answers every prompt twice, and a feedback model says which answer agrees
/// better with a drawn principle.
///
/// Two phases, each in journaled batches: first the pairs, then the feedback on them. Labels are
/// made from all feedback at the end. The models are given phase by phase, so that the sampler can
/// be closed before the feedback model is opened.
///
/// **Source**: Bai et al. 2022, section 4.1.
public final class FeedbackWork {
  private static final String STAGE = "feedback";

  private final FeedbackSettings settings;
  private final FeedbackInputs inputs;
  private final Seeds seeds;
  private final Progress progress;
  private final JournaledWork work;
  private final FeedbackKeys keys;

  public FeedbackWork(
      FeedbackSettings settings, FeedbackInputs inputs, Seeds seeds, Progress progress) {
    this.settings = settings;
    this.inputs = inputs;
    this.seeds = seeds;
    this.progress = progress;
    this.work = new JournaledWork(STAGE, settings.batchSize(), progress);
    this.keys = new FeedbackKeys(settings, inputs);
    requirePrinciples();
  }

  private void requirePrinciples() {
    for (Aim aim : Aim.values()) {
      boolean needed =
          inputs.prompts().stream().anyMatch(item -> item.aim() == aim)
              || inputs.known().stream().anyMatch(pair -> pair.aim() == aim);
      if (needed && Questions.of(aim, inputs.principles()).isEmpty())
        throw new UserError(
            "constitution: has no comparison principle with aim "
                + aim.name().toLowerCase(Locale.ROOT)
                + "; add one, or leave out the prompts of this aim");
    }
    requireQuestions(settings, inputs.principles());
  }

  /// That the principles have the questions that the method asks.
  ///
  /// @throws UserError where some have not
  public static void requireQuestions(
      FeedbackSettings settings, List<ComparisonPrinciple> principles) {
    String silent =
        principles.stream()
            .filter(one -> one.positive().isEmpty() || one.negative().isEmpty())
            .map(ComparisonPrinciple::id)
            .collect(Collectors.joining(", "));
    if (settings.method() == Method.YES_NO_BALANCED && !silent.isEmpty())
      throw new UserError(
          "constitution: "
              + silent
              + " lacks a positive or a negative question; give each principle both, or choose"
              + " feedback.method=multiple-choice");
  }

  /// Both phases with both models at hand.
  public FeedbackCounts run(LanguageModel sampler, LanguageModel feedbackModel, Path folder) {
    return label(feedbackModel, samplePairs(sampler, folder), folder);
  }

  /// Phase 1: two answers to every prompt, written to `pairs.jsonl`.
  public List<ResponsePair> samplePairs(LanguageModel sampler, Path folder) {
    var answers =
        new Answers(
            sampler,
            inputs.responseShots().stream().map(ResponseShot::exchange).toList(),
            settings.limits(sampler.format()));
    List<ResponsePair> pairs =
        work.perform(
            "answers in pairs",
            inputs.prompts(),
            new Journaling<>(folder.resolve("pairs.jsonl"), ResponsePair.class),
            keys.pairs(sampler),
            batch -> pairs(answers, batch));
    CutOff.of(
            pairs.stream()
                .flatMap(pair -> Stream.of(pair.firstEnded(), pair.secondEnded()))
                .toList(),
            ended -> ended)
        .note("answers", "feedback.answer-tokens")
        .ifPresent(sentence -> progress.note(STAGE + ": " + sentence));
    return pairs;
  }

  private List<ResponsePair> pairs(Answers answers, List<PromptItem> batch) {
    var asked = new ArrayList<AnswerRequest>();
    for (PromptItem item : batch)
      for (int answer = 1; answer <= 2; answer++)
        asked.add(new AnswerRequest(item.id() + "/answer/" + answer, item.prompt()));
    var sampling = settings.sampling(settings.answerTokens(), seeds.seed(STAGE, "sampling"));
    List<SampledOutcome> sampled = answers.sample(asked, sampling);
    var pairs = new ArrayList<ResponsePair>();
    for (int i = 0; i < batch.size(); i++)
      pairs.add(pair(batch.get(i), sampled.get(2 * i), sampled.get(2 * i + 1)));
    return pairs;
  }

  private static ResponsePair pair(PromptItem item, SampledOutcome first, SampledOutcome second) {
    return new ResponsePair(
        ResponsePair.FORMAT,
        item.id(),
        item.conversation(),
        item.aim(),
        item.kind(),
        item.prompt(),
        first.text().given().orElse(""),
        second.text().given().orElse(""),
        first.ended(),
        second.ended(),
        first.text().refusal().or(second.text()::refusal).orElse(""),
        (long) first.promptTokens() + second.promptTokens(),
        (long) first.tokens() + second.tokens());
  }

  /// Phase 2: feedback on all pairs and on the known ones, then `comparisons.jsonl` and
  /// `calibration.jsonl`.
  public FeedbackCounts label(LanguageModel model, List<ResponsePair> pairs, Path folder) {
    var feedbackModel =
        FeedbackModel.of(model, settings, inputs.examples(), inputs.principles(), seeds);
    List<RawVerdict> raw =
        work.perform(
            "judgements of pairs",
            pairs.stream().map(this::question).toList(),
            new Journaling<>(folder.resolve("verdicts.jsonl"), RawVerdict.class),
            keys.pairFeedback(feedbackModel, model),
            batch -> verdicts(feedbackModel, batch));
    var calibration = new Calibration(inputs.principles(), seeds);
    List<RawVerdict> known =
        work.perform(
            "judgements of known pairs",
            inputs.known().stream().map(calibration::question).toList(),
            new Journaling<>(folder.resolve("known.journal"), RawVerdict.class),
            keys.pairFeedback(feedbackModel, model),
            batch -> verdicts(feedbackModel, batch));
    var answered = new ArrayList<FeedbackOfAim>();
    for (int i = 0; i < raw.size(); i++)
      answered.add(new FeedbackOfAim(raw.get(i).id(), pairs.get(i).aim(), raw.get(i).judgement()));
    var labels = new Labels(settings, answered, calibration.gaps(inputs.known(), known));
    List<Comparison> comparisons = comparisons(pairs, raw, labels.verdicts(answered));
    List<KnownComparison> calibrated = calibration.compare(inputs.known(), known, labels);
    FeedbackCounts counts = count(pairs, raw, comparisons, calibrated.size());
    checkFeedback(counts, comparisons);
    noteConfidence(labels.confidence());
    AtomicFiles.write(folder.resolve("confidence.json"), Json.pretty(labels.confidence()));
    Lines.write(folder.resolve("calibration.jsonl"), calibrated);
    Lines.write(folder.resolve("comparisons.jsonl"), comparisons);
    return counts;
  }

  private PairQuestion question(ResponsePair pair) {
    List<ComparisonPrinciple> own = Questions.of(pair.aim(), inputs.principles());
    ComparisonPrinciple drawn = Questions.draw(own, seeds.generator(STAGE, pair.id()));
    return new PairQuestion(pair.id(), pair.prompt(), pair.first(), pair.second(), drawn);
  }

  private static List<RawVerdict> verdicts(FeedbackModel model, List<PairQuestion> batch) {
    List<PairFeedback> feedback = model.compare(batch).stream().map(PairFeedback::of).toList();
    var verdicts = new ArrayList<RawVerdict>();
    for (int i = 0; i < batch.size(); i++)
      verdicts.add(
          new RawVerdict(
              RawVerdict.FORMAT,
              batch.get(i).id(),
              batch.get(i).principle().id(),
              feedback.get(i)));
    return verdicts;
  }

  private static List<Comparison> comparisons(
      List<ResponsePair> pairs, List<RawVerdict> raw, List<Verdict> verdicts) {
    var comparisons = new ArrayList<Comparison>();
    for (int i = 0; i < pairs.size(); i++) {
      ResponsePair pair = pairs.get(i);
      comparisons.add(
          new Comparison(
              Comparison.FORMAT,
              pair.id(),
              pair.conversation(),
              pair.aim(),
              pair.kind(),
              pair.prompt(),
              pair.first(),
              pair.second(),
              pair.firstEnded(),
              pair.secondEnded(),
              raw.get(i).principle(),
              withReason(verdicts.get(i), pair.reason())));
    }
    return comparisons;
  }

  /// Where an answer is missing, why it is says more than that it is.
  private static Verdict withReason(Verdict verdict, String reason) {
    return reason.isEmpty()
        ? verdict
        : new Verdict(verdict.probabilityFirst(), verdict.rawLogOdds(), verdict.flipped(), reason);
  }

  private static FeedbackCounts count(
      List<ResponsePair> pairs, List<RawVerdict> raw, List<Comparison> comparisons, int known) {
    int unreadable = 0;
    int flipped = 0;
    long promptTokens = 0;
    long tokens = 0;
    for (int i = 0; i < pairs.size(); i++) {
      PairFeedback feedback = raw.get(i).judgement();
      if (!feedback.readable()) unreadable++;
      if (feedback.flipped()) flipped++;
      promptTokens += pairs.get(i).promptTokens() + feedback.promptTokens();
      tokens += pairs.get(i).tokens() + feedback.tokens();
    }
    int labelled =
        (int)
            comparisons.stream()
                .filter(comparison -> comparison.verdict().probabilityFirst().isPresent())
                .count();
    return new FeedbackCounts(
        pairs.size(), labelled, unreadable, flipped, known, promptTokens, tokens);
  }

  private void noteConfidence(LabelConfidence confidence) {
    for (LabelConfidence.OfAim one : confidence.aims())
      if (one.logLoss().filter(loss -> loss > Math.log(2)).isPresent())
        progress.note(
            "feedback: on the %d known comparisons of %s this judge is no better than chance (log loss %.3f, where 0.693 knows nothing), so its labels stay close to one half"
                .formatted(one.knownPairs(), one.aim().word(), one.logLoss().orElseThrow()));
  }

  private void checkFeedback(FeedbackCounts counts, List<Comparison> comparisons) {
    if (counts.unreadable() > 0) noteUnreadable(counts, comparisons);
    int readable = counts.comparisons() - counts.unreadable();
    if (settings.method() == Method.MULTIPLE_CHOICE
        && counts.flipped() > settings.mostFlips() * readable)
      progress.note(
          "feedback: "
              + Math.round(100.0 * counts.flipped() / readable)
              + " % of the verdicts changed with the order of the options, so this model judges"
              + " little more than the position; choose feedback.method=yes-no-balanced");
  }

  private void noteUnreadable(FeedbackCounts counts, List<Comparison> comparisons) {
    Comparison first =
        comparisons.stream()
            .filter(comparison -> comparison.verdict().probabilityFirst().isEmpty())
            .findFirst()
            .orElseThrow();
    String sentence =
        "feedback: "
            + counts.unreadable()
            + " of "
            + counts.comparisons()
            + " pairs could not be judged; the first without a label is "
            + first.id()
            + ": "
            + first.verdict().reason();
    if (counts.unreadable() > settings.mostUnreadable() * counts.comparisons())
      throw new UserError(
          sentence + "; feedback.most-unreadable=" + settings.mostUnreadable() + " allows fewer");
    progress.note(sentence);
  }
}
