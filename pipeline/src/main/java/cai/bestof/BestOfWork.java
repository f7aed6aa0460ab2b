package cai.bestof;

import cai.language.Generation;
import cai.language.Generation.Sampling;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Candidates for some training prompts, in journaled batches.
record BestOfWork(BestOfSettings settings, Seeds seeds, Progress progress) {
  private static final String STAGE = "reinforcement";

  List<BestOfLine> run(ChoosingModel model, List<PromptItem> prompts, Path folder) {
    int[] order = seeds.shuffled(STAGE, "best-of-n", prompts.size());
    List<PromptItem> asked =
        Arrays.stream(order).limit(settings.measuredPrompts()).mapToObj(prompts::get).toList();
    var sampling =
        SampledText.byItself()
            .ofAnswers(
                new Sampling(
                    1, 1, 0, settings.answerTokens(), List.of(), seeds.seed(STAGE, "sampling")));
    return new JournaledWork(STAGE, settings.batchSize(), progress)
        .perform(
            "answers to choose from",
            asked,
            new Journaling<>(folder.resolve("candidates.jsonl"), BestOfLine.class),
            new ItemKeys<>(
                List.of(model.identity(), sampling), item -> List.of(item.id(), item.prompt())),
            batch -> lines(batch, model.chooser(), sampling));
  }

  private static List<BestOfLine> lines(
      List<PromptItem> batch, AnswerChooser chooser, Sampling sampling) {
    List<Generation> requests =
        batch.stream()
            .map(item -> Generation.of(item.id(), new Prompt.Chat(item.prompt())))
            .toList();
    List<Outcome<AnswerChooser.ChosenAnswer>> chosen = chooser.choose(requests, sampling);
    var lines = new ArrayList<BestOfLine>();
    for (int i = 0; i < batch.size(); i++) lines.add(line(batch.get(i), chosen.get(i)));
    return lines;
  }

  private static BestOfLine line(PromptItem item, Outcome<AnswerChooser.ChosenAnswer> chosen) {
    return switch (chosen) {
      case Given<AnswerChooser.ChosenAnswer>(var one) ->
          new BestOfLine(
              BestOfLine.FORMAT, item.id(), item.aim(), one.candidates(), one.best(), "");
      case Refused<AnswerChooser.ChosenAnswer>(String reason) ->
          new BestOfLine(BestOfLine.FORMAT, item.id(), item.aim(), List.of(), 0, reason);
    };
  }
}
