package cai;

import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionCost;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.critique.CritiqueCost;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationCost;
import cai.feedback.FeedbackCost;
import cai.finetuning.FinetuningCost;
import cai.preference.PreferenceCost;
import cai.prompts.ExamplesSettings;
import cai.prompts.KnownComparisons;
import cai.prompts.PromptCounts;
import cai.prompts.PromptsCost;
import cai.reinforcement.ReinforcementCost;
import cai.run.Progress;
import cai.run.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the stages of a recipe's run cost. Each stage says it itself, on what the stages before it
/// pass on: numbers and lengths of texts in place of the texts.
///
/// @param model the helpful-only model; a feedback model is counted as if it were of the same size
/// @param progress is told of the prompts that are read
public record PlannedCosts(Recipe recipe, PlannedModel model, Progress progress) {

  /// One cost for each stage, in order.
  ///
  /// @throws cai.errors.UserError where a file that is there cannot be read, or one is missing
  ///   without which nothing can be counted
  public List<StageCost> stages() {
    var seeds = new Seeds(recipe.seed());
    ExamplesSettings examples = recipe.examples();

    var principles = new ConstitutionCost(recipe.constitution());
    Optional<Constitution> constitution = principles.constitution();
    var critiquePrinciples = constitution.map(Constitution::critiquePrinciples).orElse(List.of());
    var comparisonPrinciples =
        constitution.map(Constitution::comparisonPrinciples).orElse(List.of());
    var asked = new PromptsCost(recipe.prompts(), model);
    PromptCounts prompts = asked.counts(name -> seeds.seed("prompts", name), progress);
    PromptCounts paired =
        recipe.preference().humanHelpfulness().isEmpty() ? prompts : prompts.withoutHelpfulTrain();

    var critique = CritiqueCost.measured(recipe.critique(), examples, critiquePrinciples, model);
    var finetuning = new FinetuningCost(recipe.finetuning(), model);
    var feedback =
        FeedbackCost.measured(recipe.feedback(), examples, comparisonPrinciples, seeds, model);
    var preference = new PreferenceCost(recipe.preference(), model);
    var reinforcement = new ReinforcementCost(recipe.reinforcement(), model);
    var judge =
        FeedbackCost.yesNo(recipe.feedback().yesNoForm(), examples, comparisonPrinciples, model);
    var evaluation = EvaluationCost.measured(recipe.evaluation(), judge, model);
    return List.of(
        principles.of(constitution),
        asked.of(prompts),
        critique.of(prompts),
        finetuning.of(critique.learnt(prompts)),
        feedback.of(paired, known(examples.known())),
        preference.of(prompts, feedback.comparisons(paired)),
        reinforcement.of(prompts, preference.layers(), finetuning.unchanged()),
        evaluation.of(
            Contender.METHOD.stream().map(Contender::name).toList(),
            prompts,
            critique.chains(prompts),
            preference.layers().depth()),
        StageCost.withoutModel("report", 1, "page", List.of()));
  }

  private int known(Path file) {
    return Files.exists(file)
        ? KnownComparisons.read(file, Aim.HARMLESSNESS, recipe.prompts().maxBadShare())
            .pairs()
            .size()
        : 0;
  }

  /// What is to be known about the whole plan, one sentence each.
  public List<String> notes() {
    return recipe
        .model()
        .feedback()
        .map(name ->
            "the feedback model "
                + name
                + " is counted as if it were of the size of "
                + recipe.model().name())
        .stream()
        .toList();
  }
}
