package cai.bench;

import cai.bench.Workload.Prompted;
import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.preference.PreferenceModel;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.reinforcement.ReinforcementSettings;
import cai.reinforcement.ReinforcementSettings.Guards;
import cai.reinforcement.ReinforcementSteps;
import cai.reinforcement.ReinforcementWork.Judge;
import cai.reinforcement.ScoreScale;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One step of PPO: 16 responses of 48 tokens are sampled, scored and learnt from in one pass, 4 in
/// an optimiser step. The speed counts the tokens of prompts and responses.
final class Reinforcement implements Work {
  private static final int BATCH = 4;

  private final Subject subject;
  private final Sharing sharing;
  private final int[] prompts;
  private final PreferenceModel preference;
  private final ReinforcementSteps steps;
  private final int trainedFrom;
  private int step;

  /// How much of the four models is one and the same.
  enum Sharing {
    /// As the product does it: the layers that are not trained, which are two thirds.
    FROZEN_LAYERS(0.34, 0.4),
    /// Nothing: all layers are trained, and the preference model has all layers too.
    NOTHING(1, 1);

    private final double trainedShare;
    private final double preferenceDepth;

    Sharing(double trainedShare, double preferenceDepth) {
      this.trainedShare = trainedShare;
      this.preferenceDepth = preferenceDepth;
    }
  }

  Reinforcement(Subject subject, Sharing sharing) {
    this.subject = subject;
    this.sharing = sharing;
    List<Prompted> lines = subject.workload().reinforcement();
    prompts = lines.stream().mapToInt(line -> line.prompt().length).toArray();
    var settings = settings(prompts.length, sharing.trainedShare);
    trainedFrom = settings.trained(subject.model().config().layers(), new Seeds(1)).from();
    Tokenizer tokenizer = subject.model().tokenizer();
    preference =
        Preference.untrained(
            subject, new DialogueRenderer(tokenizer, new PlainFormat()), sharing.preferenceDepth);
    steps =
        new ReinforcementSteps(
            settings,
            subject.model(),
            new DialogueRenderer(subject.endless(), new PlainFormat()),
            Judge.of(preference, subject.model(), trainedFrom),
            items(lines, tokenizer));
  }

  private static ReinforcementSettings settings(int answers, double trainedShare) {
    var guards = new Guards(5, 1, 8, 1, 0.3, 2, 100, 100_000);
    return new ReinforcementSettings(
        1,
        answers,
        0,
        1,
        Workload.RESPONSE,
        1,
        BATCH,
        2048,
        1e-6,
        1e-3,
        0,
        trainedShare,
        0,
        0.2,
        0.2,
        0.05,
        ScoreScale.Kind.TRAINING,
        32,
        1,
        0.95,
        1,
        guards);
  }

  private static List<PromptItem> items(List<Prompted> lines, Tokenizer tokenizer) {
    var items = new ArrayList<PromptItem>();
    for (Prompted line : lines)
      items.add(
          new PromptItem(
              PromptItem.FORMAT,
              "ppo/" + items.size(),
              Aim.HARMLESSNESS,
              PromptItem.NO_KIND,
              Split.TRAIN,
              Dialogue.ask(tokenizer.decode(line.prompt()))));
    return items;
  }

  @Override
  public Pass pass() {
    Clock clock = Clock.start();
    steps.step(step++);
    double seconds = clock.seconds();
    long tokens = Arrays.stream(prompts).sum() + (long) prompts.length * Workload.RESPONSE;
    return new Pass(tokens, seconds, cost());
  }

  /// Sampling; the preference model; log-probabilities under policy and SL-CAI; the update. What
  /// frozen layers make of the answers in sampling serves all four models.
  private Cost cost() {
    ModelCost cost = subject.cost();
    int layers = cost.config().layers();
    int answers = prompts.length;
    long rows = (long) answers * Workload.RESPONSE;
    Cost sampling = cost.prompts(0, prompts).plus(cost.steps(0, prompts, Workload.RESPONSE - 1));
    Reach reach = new Reach(0, 0);
    for (int prompt : prompts) reach = reach.plus(Reach.of(prompt + Workload.RESPONSE, 0));
    int shared = sharing == Sharing.FROZEN_LAYERS ? trainedFrom : 0;
    int own = layers - shared;
    double scoring = sharing == Sharing.FROZEN_LAYERS ? 0 : cost.forward(reach, layers);
    double likelihoods = 2 * (cost.forward(reach, own) + cost.head(rows));
    double update = 3 * cost.forward(reach, own) + 2 * cost.head(rows);
    double passes = 3 + Math.ceilDiv(answers, BATCH);
    return sampling.plus(new Cost(scoring + likelihoods + update, passes * cost.weights(layers)));
  }

  @Override
  public void close() {
    steps.close();
    preference.close();
  }
}
