package cai.evaluation;

import cai.cost.CountedTexts;
import cai.cost.Length;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.dialogue.TranscriptFormat;
import cai.evaluation.gauges.ProbePassage;
import cai.evaluation.items.HhhFile;
import cai.evaluation.items.HhhItem;
import cai.evaluation.items.IdentificationFile;
import cai.evaluation.items.IdentificationItem;
import cai.language.YesNoLengths;
import cai.prompts.PromptCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the comparison of models costs: the phases of [EvaluationWork] as numbers of tokens.
public record EvaluationCost(
    EvaluationSettings settings, EvaluationLengths lengths, PlannedModel model) {
  /// How long the stage's own texts are, tokens.
  ///
  /// @param judge questions about an answer
  /// @param items all multiple-choice items, each in both orders
  /// @param choices both answers of each helpful-honest-harmless item in its conversation
  /// @param probe the passages of the capability probe
  public record EvaluationLengths(YesNoLengths judge, double items, double choices, double probe) {}

  /// The cost with the lengths of the items that will be asked. A file that is not here counts as
  /// empty.
  ///
  /// @param judge questions by which the feedback model judges an answer
  public static EvaluationCost measured(
      EvaluationSettings settings, YesNoLengths judge, PlannedModel model) {
    double items = 0;
    double choices = 0;
    for (HhhItem item : present(settings.hhh()).map(HhhFile::read).orElse(List.of())) {
      items += model.tokens(item.question()) + model.tokens(item.swapped());
      choices +=
          model.tokens(TranscriptFormat.render(item.better(), false))
              + model.tokens(TranscriptFormat.render(item.worse(), false));
    }
    List<Path> files = settings.identification().stream().filter(Files::exists).toList();
    for (IdentificationItem item : IdentificationFile.readAll(files))
      items += model.tokens(item.question()) + model.tokens(item.reversed());
    double probe = 0;
    for (ProbePassage passage : ProbePassage.all())
      probe += model.tokens(passage.opening() + passage.rest());
    return new EvaluationCost(settings, new EvaluationLengths(judge, items, choices, probe), model);
  }

  private static Optional<Path> present(Optional<Path> file) {
    return file.filter(Files::exists);
  }

  /// The cost of the stage.
  ///
  /// @param models names of the models compared
  /// @param chains of the critique stage, the texts of all rounds
  /// @param scorerDepth share of the layers that the preference model has
  public StageCost of(
      List<String> models, PromptCounts prompts, CountedTexts chains, double scorerDepth) {
    double answers = (double) settings.samples() * prompts.heldOut();
    return new StageCost(
        "evaluation",
        models.size() * answers,
        "answers",
        phases(models.size(), prompts, chains, scorerDepth),
        0,
        model.generating(0, prompts.longerTokens() + settings.answerTokens())
            + model.memory().copy(scorerDepth),
        models.stream()
            .map(name -> new WrittenLines("answers-" + name + ".journal", answers, 1))
            .toList(),
        Length.assumptions(lengths.judge().examples()).toList());
  }

  /// Further answers of models that choose among several; their prompts are read once.
  ///
  /// @param further answers to each question, of all models together
  List<Phase> candidates(int further, PromptCounts prompts, double scorerDepth) {
    if (further == 0) return List.of();
    double answers = (double) further * settings.samples() * prompts.heldOut();
    double read = (double) further * settings.samples() * prompts.heldOutTokens();
    double sampled = answers * settings.answerTokens();
    return List.of(Phase.sampling(0, sampled), Phase.reading(read + sampled, scorerDepth));
  }

  private List<Phase> phases(
      int models, PromptCounts prompts, CountedTexts chains, double scorerDepth) {
    double answers = (double) models * settings.samples() * prompts.heldOut();
    double promptTokens = (double) models * settings.samples() * prompts.heldOutTokens();
    double answerTokens = answers * settings.answerTokens();
    YesNoLengths judge = lengths.judge();
    var phases = new ArrayList<Phase>();
    phases.add(Phase.sampling(promptTokens, answerTokens));
    phases.add(Phase.reading(promptTokens + answerTokens, scorerDepth));
    if (settings.likelihoods()) {
      // After the prompt, and after a message that says nothing.
      phases.add(Phase.reading(promptTokens + 2 * answerTokens));
      phases.add(Phase.reading(models * lengths.probe()));
    }
    if (settings.judge())
      phases.add(
          Phase.reading(
              judge.examples().tokens()
                  + settings.judgePrinciples()
                      * judge.questions()
                      * (promptTokens + answerTokens + answers * judge.question())));
    if (!settings.humanComparisons().isEmpty())
      phases.add(
          Phase.reading(
              2.0
                  * settings.mostHumanComparisons()
                  * (prompts.longerTokens() + settings.answerTokens()),
              scorerDepth));
    phases.add(Phase.reading(chains.atMost(settings.revisionChains()).tokens(), scorerDepth));
    phases.add(Phase.reading(models * lengths.items()));
    phases.add(Phase.reading(lengths.choices(), scorerDepth));
    return phases;
  }
}
