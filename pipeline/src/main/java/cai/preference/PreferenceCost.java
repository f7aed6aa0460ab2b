package cai.preference;

import cai.cost.MemoryEstimate;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.Training;
import cai.cost.WrittenLines;
import cai.feedback.FeedbackCost.Comparisons;
import cai.prompts.PromptCounts;
import java.util.List;

/// What the training of the preference model costs.
public record PreferenceCost(PreferenceSettings settings, PlannedModel model) {
  private static final String STAGE = "preference";

  /// The cost of learning comparisons. Comparisons that people made are counted with the lengths of
  /// the run's helpfulness prompts.
  public StageCost of(PromptCounts prompts, Comparisons labelled) {
    double helpfulness =
        settings.humanHelpfulness().isPresent()
            ? settings.humanComparisons()
            : labelled.helpfulness();
    double comparisons = labelled.harmlessness() + helpfulness;
    double tokens =
        labelled.harmlessness() * 2 * (prompts.redTeamTokens() + labelled.answerTokens())
            + helpfulness * 2 * (prompts.helpfulTokens() + labelled.answerTokens());
    return new StageCost(
        STAGE,
        comparisons,
        "comparisons",
        phases(tokens),
        0,
        memory(prompts.longerTokens() + labelled.answerTokens()),
        List.of(new WrittenLines("metrics.jsonl", steps(comparisons), 1)),
        model
            .memory()
            .recomputation(
                STAGE, settings.tokensAtOnce(), settings.depth() * settings.trainedShare())
            .stream()
            .toList());
  }

  private List<Phase> phases(double tokens) {
    if (settings.trainedShare() == 0) return List.of(Phase.reading(tokens, settings.depth()));
    double heldOut = settings.heldOutShare() * tokens;
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return List.of(
        Phase.frozen(tokens - heldOut, settings.depth(), settings.trainedShare()),
        Phase.training(settings.epochs() * (tokens - heldOut), settings.depth(), training),
        Phase.reading(tokens + heldOut, settings.depth()));
  }

  /// @param answered tokens of an answer with its prompt
  private long memory(double answered) {
    MemoryEstimate memory = model.memory();
    if (settings.trainedShare() == 0)
      return memory.generating((int) Math.ceil(settings.tokensAtOnce() / answered), 0, answered);
    var training = new Training(settings.depth() * settings.trainedShare(), settings.loraRank());
    int layers = settings.layers(memory.config().layers());
    // Training down to layer 0 trains the embedding too. The estimate of training counts the
    // embedding only where all layers of the language model are trained; this model has fewer.
    boolean all =
        settings.loraRank() == 0
            && layers < memory.config().layers()
            && Math.round(layers * settings.trainedShare()) == layers;
    return memory.weights()
        + memory.training(settings.tokensAtOnce(), training)
        + (all ? memory.trainedEmbedding() : 0);
  }

  private double steps(double comparisons) {
    return settings.epochs()
        * Math.ceil(comparisons * (1 - settings.heldOutShare()) / settings.batchSize());
  }

  /// The layers of a preference model.
  ///
  /// @param depth share of the language model's layers that it has
  /// @param unchanged share of the language model's layers that it has and did not train
  public record Layers(double depth, double unchanged) {}

  /// The layers of the preference model that is trained.
  public Layers layers() {
    return new Layers(settings.depth(), settings.depth() * (1 - settings.trainedShare()));
  }
}
