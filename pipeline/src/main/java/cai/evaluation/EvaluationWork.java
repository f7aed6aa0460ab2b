package cai.evaluation;

import cai.critique.acceptance.TextGauge;
import cai.dialogue.Dialogue;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.Judge.JudgedAnswer;
import cai.evaluation.MeasuredAnswers.Gauges;
import cai.evaluation.gauges.AnswerReading;
import cai.evaluation.gauges.AnswerReadings;
import cai.evaluation.gauges.AnswerReadings.ReadAnswer;
import cai.evaluation.gauges.CapabilityProbe;
import cai.evaluation.gauges.ProbeLoss;
import cai.evaluation.gauges.ProbePassage;
import cai.evaluation.gauges.ProbeResult;
import cai.evaluation.items.HhhChoice;
import cai.evaluation.items.HhhFile;
import cai.evaluation.items.HhhItem;
import cai.evaluation.items.HhhQuestions;
import cai.evaluation.items.HhhResults;
import cai.evaluation.items.IdentificationChoice;
import cai.evaluation.items.IdentificationFile;
import cai.evaluation.items.IdentificationItem;
import cai.evaluation.items.IdentificationQuestions;
import cai.evaluation.items.IdentificationResults;
import cai.json.Json;
import cai.language.Answers;
import cai.language.Answers.AnswerRequest;
import cai.language.LanguageModel;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.SampledText;
import cai.preference.PreferenceScorer;
import cai.preference.PreferenceValidation.Group;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.items.JournaledWork;
import cai.run.items.JournaledWork.Journaling;
import cai.statistics.CutOff;
import cai.storage.AtomicFiles;
import cai.storage.Lines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The models compared on prompts that none was trained on.
///
/// Five phases, each in journaled batches, so that one model is open at a time and a killed stage
/// continues: [#answer] for every model, then [#read] with the model before any training, [#judge]
/// with the feedback model, [#score] with the preference model, and [#write], which needs none.
///
/// **Source**: Bai et al. 2022, sections 2, 3.4 and 4.3. **Differs**: a preference model and a
/// feedback model compare where the paper asks people.
public final class EvaluationWork {
  static final String STAGE = "evaluation";

  private final EvaluationSettings settings;
  private final EvaluationInputs inputs;
  private final Seeds seeds;
  private final Progress progress;
  private final JournaledWork work;
  private final EvaluationKeys keys;
  private final List<Question> questions;
  private final List<HhhItem> items;
  private final List<IdentificationItem> identification;
  private final RevisionTexts revisions;

  /// Reads the files of multiple-choice items, if there are any.
  ///
  /// @throws cai.errors.UserError where such a file is faulty
  public EvaluationWork(
      EvaluationSettings settings, EvaluationInputs inputs, Seeds seeds, Progress progress) {
    this.settings = settings;
    this.inputs = inputs;
    this.seeds = seeds;
    this.progress = progress;
    this.work = new JournaledWork(STAGE, settings.batchSize(), progress);
    this.keys = new EvaluationKeys(settings, inputs);
    this.questions = Question.all(inputs, settings.samples());
    this.items = settings.hhh().map(HhhFile::read).orElse(List.of());
    this.identification = IdentificationFile.readAll(settings.identification());
    this.revisions = RevisionTexts.drawn(inputs.chains(), settings.revisionChains(), seeds);
  }

  /// Phase 1, once for each model: its answers, as it gives them, and its choices in the
  /// multiple-choice items.
  ///
  /// @param contender whose answers they are
  public ModelAnswers answer(Contender contender, LanguageModel model, Path folder) {
    String name = contender.name();
    // No examples, no stop at a blank line, no cut at a sentence end: what the model does by
    // itself.
    var answers = new Answers(model, List.of(), SampledText.byItself());
    List<SampledAnswer> sampled =
        work.perform(
            "answers of " + name,
            questions,
            new Journaling<>(folder.resolve("answers-" + name + ".journal"), SampledAnswer.class),
            keys.answers(model),
            batch -> sample(answers, batch));
    CutOff.of(sampled.stream().filter(SampledAnswer::asked).toList(), SampledAnswer::ended)
        .note("answers of " + name, "evaluation.answer-tokens")
        .ifPresent(sentence -> progress.note(STAGE + ": " + sentence));
    return new ModelAnswers(
        name,
        sampled,
        choices(contender, model, folder),
        identified(contender, model, folder),
        probed(contender, model, folder));
  }

  private List<SampledAnswer> sample(Answers answers, List<Question> batch) {
    List<AnswerRequest> asked =
        batch.stream().map(one -> new AnswerRequest(one.samplingId(), one.prompt())).toList();
    List<Answers.SampledOutcome> sampled =
        answers.sample(asked, settings.sampling(seeds.seed(STAGE, "sampling")));
    var lines = new ArrayList<SampledAnswer>();
    for (int i = 0; i < batch.size(); i++)
      lines.add(SampledAnswer.of(batch.get(i), sampled.get(i)));
    return lines;
  }

  private List<HhhChoice> choices(Contender contender, LanguageModel model, Path folder) {
    if (items.isEmpty()) return List.of();
    return work.perform(
        "helpful-honest-harmless items, " + contender.name(),
        items,
        new Journaling<>(folder.resolve("hhh-" + contender.name() + ".journal"), HhhChoice.class),
        keys.choices(model),
        new HhhQuestions(model.likelihoods())::ask);
  }

  private List<IdentificationChoice> identified(
      Contender contender, LanguageModel model, Path folder) {
    if (identification.isEmpty()) return List.of();
    return work.perform(
        "items about conversations, " + contender.name(),
        identification,
        new Journaling<>(
            folder.resolve("identification-" + contender.name() + ".journal"),
            IdentificationChoice.class),
        keys.choices(model),
        new IdentificationQuestions(model.likelihoods())::ask);
  }

  private List<ProbeLoss> probed(Contender contender, LanguageModel model, Path folder) {
    if (!settings.likelihoods()) return List.of();
    return work.perform(
        "capability probe, " + contender.name(),
        ProbePassage.all(),
        new Journaling<>(folder.resolve("probe-" + contender.name() + ".journal"), ProbeLoss.class),
        keys.choices(model),
        batch -> CapabilityProbe.ask(model.likelihoods(), batch));
  }

  /// Phase 2, left out where the recipe wants no likelihoods: how each answer of all models reads
  /// to one of them.
  ///
  /// @param model the one before any training
  public AnswerReadings read(LanguageModel model, List<ModelAnswers> all, Path folder) {
    var named = new LinkedHashMap<Dialogue, ReadAnswer>();
    for (int i = 0; i < questions.size(); i++)
      for (ModelAnswers one : all) {
        String text = one.sampled().get(i).text();
        if (text.isBlank()) continue;
        Question question = questions.get(i);
        var answer =
            new ReadAnswer(one.model() + "/" + question.samplingId(), question.prompt(), text);
        named.putIfAbsent(answer.answered(), answer);
      }
    List<ReadAnswer> answers = List.copyOf(named.values());
    var gauge = new TextGauge(model, List.of());
    return AnswerReadings.of(
        answers,
        work.perform(
            "likelihoods of answers",
            answers,
            new Journaling<>(folder.resolve("readings.journal"), AnswerReading.class),
            keys.readings(model),
            batch -> AnswerReadings.ask(gauge, batch)));
  }

  /// Phase 3, left out where the recipe wants no judge: the feedback model's score of each answer.
  public AnswerScores judge(LanguageModel feedbackModel, List<ModelAnswers> all, Path folder) {
    var judge = new Judge(feedbackModel, inputs.judging(), settings.judgePrinciples(), seeds);
    List<JudgedAnswer> judged = judged(all);
    List<TextScore> scores =
        work.perform(
            "judgements of answers",
            judged,
            new Journaling<>(folder.resolve("judgements.journal"), TextScore.class),
            keys.judgements(judge, feedbackModel),
            judge::scores);
    return AnswerScores.of(judged.stream().map(JudgedAnswer::answered).toList(), scores);
  }

  /// Every different answer that says something, to prompts whose aim has principles to judge by.
  private List<JudgedAnswer> judged(List<ModelAnswers> all) {
    var seen = new LinkedHashSet<Dialogue>();
    var judged = new ArrayList<JudgedAnswer>();
    for (ModelAnswers one : all)
      for (int i = 0; i < questions.size(); i++) {
        Question question = questions.get(i);
        String text = one.sampled().get(i).text();
        if (text.isBlank() || !Judge.canJudge(question.aim(), inputs.judging())) continue;
        if (seen.add(question.prompt().answered(text)))
          judged.add(new JudgedAnswer(one.model() + "/" + question.samplingId(), question, text));
      }
    return judged;
  }

  /// Phase 4: the preference model's score of each answer, of each text of the revision chains and
  /// of both answers of each helpful-honest-harmless item.
  public AnswerScores score(PreferenceScorer scorer, List<ModelAnswers> all, Path folder) {
    Map<Dialogue, String> named = answered(all);
    revisions.dialogues().forEach(named::putIfAbsent);
    for (HhhItem item : items) {
      named.putIfAbsent(item.better(), item.id() + "/better");
      named.putIfAbsent(item.worse(), item.id() + "/worse");
    }
    return scored(scorer, named, "preference-model scores", folder.resolve("scores.journal"));
  }

  /// The scores of the answers by the preference model of people's comparisons.
  public AnswerScores people(PreferenceScorer scorer, List<ModelAnswers> all, Path folder) {
    return scored(
        scorer, answered(all), "human-preference scores", folder.resolve("human-scores.journal"));
  }

  /// Each different answered dialogue with its name.
  private Map<Dialogue, String> answered(List<ModelAnswers> all) {
    var named = new LinkedHashMap<Dialogue, String>();
    for (ModelAnswers one : all)
      for (int i = 0; i < questions.size(); i++)
        if (one.sampled().get(i).asked())
          named.putIfAbsent(
              questions.get(i).prompt().answered(one.sampled().get(i).text()),
              one.model() + "/" + questions.get(i).samplingId());
    return named;
  }

  private AnswerScores scored(
      PreferenceScorer scorer, Map<Dialogue, String> named, String what, Path journal) {
    List<Dialogue> dialogues = List.copyOf(named.keySet());
    List<TextScore> scores =
        work.perform(
            what,
            dialogues,
            new Journaling<>(journal, TextScore.class),
            keys.scores(named),
            batch -> scores(scorer, batch, named));
    return AnswerScores.of(dialogues, scores);
  }

  private static List<TextScore> scores(
      PreferenceScorer scorer, List<Dialogue> batch, Map<Dialogue, String> named) {
    List<Outcome<Double>> scores =
        Outcome.ask(batch, scorer::refusal, asked -> given(scorer.score(asked)));
    return IntStream.range(0, batch.size())
        .mapToObj(i -> TextScore.of(named.get(batch.get(i)), scores.get(i)))
        .toList();
  }

  private static List<Outcome<Double>> given(double[] scores) {
    return DoubleStream.of(scores).<Outcome<Double>>mapToObj(Given::new).toList();
  }

  /// Phase 5: `answers.jsonl`, `examples.jsonl`, `revision-scores.jsonl`, `summary.json`, and
  /// `identification.jsonl` where such items were asked.
  ///
  /// @param gauges of the phases before; none of those that were left out
  /// @param people how far the preference model of people's comparisons agrees with others of them
  EvaluationCounts write(
      List<ModelAnswers> all, Gauges gauges, Optional<List<Group>> people, Path folder) {
    var measured = new MeasuredAnswers(questions, gauges);
    AnswerScores scored = gauges.scored();
    SequencedMap<String, List<ProbeLoss>> losses = ModelAnswers.byModel(all, ModelAnswers::probed);
    var probe = new CapabilityProbe(losses, seeds);
    var choices =
        new HhhResults(items, ModelAnswers.byModel(all, ModelAnswers::choices), scored::of, seeds);
    var left = new Exclusions(questions, inputs.judging(), measured);
    var exclusions = new ArrayList<String>();
    if (settings.judge()) exclusions.addAll(left.ofAims());
    for (ModelAnswers one : all) exclusions.addAll(left.ofModel(one, settings.judge()));
    exclusions.addAll(Exclusions.ofRevisions(revisions, inputs.chains().size(), scored));
    exclusions.addAll(choices.exclusions());
    exclusions.addAll(Exclusions.ofRefusals(scored.refused()));
    exclusions.addAll(Exclusions.ofReadings(gauges.readings().refused()));
    exclusions.addAll(probe.exclusions());
    var identified =
        new IdentificationResults(
            identification, ModelAnswers.byModel(all, ModelAnswers::identified), seeds);
    exclusions.addAll(identified.exclusions());
    exclusions.forEach(sentence -> progress.note(STAGE + ": " + sentence));
    List<MeasuredAnswer> answers = measured.heldOut(all);
    EvaluationSummary summary =
        new Summary(all.stream().map(ModelAnswers::model).toList(), answers, seeds)
            .of(choices.results(), identified.results(), probed(probe, all), people, exclusions);
    Lines.write(folder.resolve("examples.jsonl"), measured.examples(all));
    Lines.write(folder.resolve("revision-scores.jsonl"), revisions.lines(scored));
    if (!identification.isEmpty())
      Lines.write(folder.resolve("identification.jsonl"), identified.lines());
    Lines.write(folder.resolve("answers.jsonl"), answers);
    AtomicFiles.write(folder.resolve("summary.json"), Json.pretty(summary));
    return EvaluationCounts.of(all);
  }

  /// The probe's results, each model against the one that it is measured against.
  private Optional<List<ProbeResult>> probed(CapabilityProbe probe, List<ModelAnswers> all) {
    if (!settings.likelihoods()) return Optional.empty();
    var from = new HashMap<String, String>();
    for (Pairing step :
        Contender.steps(all.stream().map(one -> Contender.named(one.model())).toList()))
      from.putIfAbsent(step.to().name(), step.from().name());
    return Optional.of(probe.results(from));
  }
}
