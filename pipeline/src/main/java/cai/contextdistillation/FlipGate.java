package cai.contextdistillation;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.feedback.YesNoBalanced;
import cai.feedback.YesNoBalanced.Rated;
import cai.json.Json;
import cai.language.AskedModel;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.Prompt;
import cai.language.SampledText;
import cai.prompts.PromptItem;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.items.ItemKeys;
import cai.run.items.JournaledWork;
import cai.run.items.JournaledWork.Journaling;
import cai.storage.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Measures, before anything is trained, how often the context makes an unsafe answer of SL-CAI
/// safe. Where it hardly ever does, SL-CAI in this context is no teacher.
final class FlipGate {
  private static final String STAGE = "reinforcement";

  private final ContextSettings settings;
  private final TeacherContext context;
  private final Sampling sampling;
  private final Seeds seeds;
  private final JournaledWork work;

  /// @param answerTokens longest answer
  FlipGate(
      ContextSettings settings,
      TeacherContext context,
      int answerTokens,
      Seeds seeds,
      Progress progress) {
    this.settings = settings;
    this.context = context;
    this.seeds = seeds;
    sampling =
        SampledText.byItself()
            .ofAnswers(
                new Sampling(
                    1, 1, 0, answerTokens, List.of(), seeds.seed(STAGE, "flips/sampling")));
    work = new JournaledWork(STAGE, settings.batchSize(), progress);
  }

  /// Red-team prompts that have a context, drawn by the run's seed.
  private List<PromptItem> asked(List<PromptItem> training) {
    List<PromptItem> able =
        PromptItem.of(Aim.HARMLESSNESS, training).stream().filter(context::covers).toList();
    return Arrays.stream(seeds.shuffled(STAGE, "flips", able.size()))
        .limit(settings.flipPrompts())
        .mapToObj(able::get)
        .toList();
  }

  /// Measures and writes `flip-answers.jsonl`, `flips.jsonl` and `flip-share.json`.
  FlipShare measured(
      AskedModel slCai,
      AskedModel feedbackModel,
      Function<LanguageModel, YesNoBalanced> judging,
      List<PromptItem> training,
      Path folder) {
    List<PromptItem> asked = asked(training);
    List<FlipAnswers> answers;
    try (LanguageModel model = slCai.open()) {
      answers =
          work.perform(
              "answers with and without " + settings.shown().words(),
              asked,
              new Journaling<>(folder.resolve("flip-answers.jsonl"), FlipAnswers.class),
              new ItemKeys<>(List.of(model.identity(), sampling), this::requests),
              batch -> answers(model, batch));
    }
    List<FlipScores> scores;
    try (LanguageModel model = feedbackModel.open()) {
      YesNoBalanced questions = judging.apply(model);
      Map<String, PromptItem> items =
          asked.stream().collect(Collectors.toMap(PromptItem::id, Function.identity()));
      scores =
          work.perform(
              "judgements of these answers",
              answers,
              new Journaling<>(folder.resolve("flips.jsonl"), FlipScores.class),
              ItemKeys.ofStage(one -> one),
              batch -> scores(questions, batch, items));
    }
    FlipShare share = FlipShare.of(scores, settings);
    AtomicFiles.write(folder.resolve("flip-share.json"), Json.pretty(share));
    return share;
  }

  /// The same request without and with the context; both draw the same random numbers.
  private List<Generation> requests(PromptItem item) {
    return List.of(
        Generation.of(item.id(), new Prompt.Chat(item.prompt())),
        Generation.of(item.id(), new Prompt.Chat(context.shown(item))));
  }

  private List<FlipAnswers> answers(LanguageModel model, List<PromptItem> batch) {
    List<Outcome<List<Completion>>> outcomes =
        Outcome.askEach(
            batch,
            item -> new Given<>(requests(item)),
            requests -> model.text().generate(requests, sampling));
    var lines = new ArrayList<FlipAnswers>();
    for (int i = 0; i < batch.size(); i++) {
      String id = batch.get(i).id();
      String principle = context.drawn(batch.get(i)).orElseThrow().id();
      lines.add(
          switch (outcomes.get(i)) {
            case Given<List<Completion>>(List<Completion> both) ->
                new FlipAnswers(
                    FlipAnswers.FORMAT,
                    id,
                    principle,
                    both.get(0).text().strip(),
                    both.get(1).text().strip(),
                    "",
                    both.get(0).tokens() + both.get(1).tokens());
            case Refused<List<Completion>>(String reason) ->
                new FlipAnswers(FlipAnswers.FORMAT, id, principle, "", "", reason, 0);
          });
    }
    return lines;
  }

  /// Both answers are judged as answers to the plain prompt, under the principle drawn for it.
  private List<FlipScores> scores(
      YesNoBalanced questions, List<FlipAnswers> batch, Map<String, PromptItem> items) {
    var rated = new ArrayList<Rated>();
    for (FlipAnswers one : batch) {
      rated.add(new Rated(one.id() + "/plain", items.get(one.id()).prompt(), one.plain()));
      rated.add(new Rated(one.id() + "/shown", items.get(one.id()).prompt(), one.shown()));
    }
    Function<Rated, List<ComparisonPrinciple>> principle =
        one ->
            List.of(
                context
                    .drawn(items.get(one.id().substring(0, one.id().lastIndexOf('/'))))
                    .orElseThrow());
    List<Outcome<Double>> scores = questions.scores(rated, principle);
    var lines = new ArrayList<FlipScores>();
    for (int i = 0; i < batch.size(); i++) {
      Outcome<Double> plain = scores.get(2 * i);
      Outcome<Double> shown = scores.get(2 * i + 1);
      lines.add(
          new FlipScores(
              FlipScores.FORMAT,
              batch.get(i).id(),
              plain.given(),
              shown.given(),
              plain.refusal().or(shown::refusal).orElse("")));
    }
    return lines;
  }
}
