package cai.bench;

import cai.bench.Workload.Prompted;
import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.language.local.LocalModel;
import cai.preference.PreferenceModel;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.recipe.RecipeReader;
import cai.reinforcement.PromptSchedule;
import cai.reinforcement.ReinforcementLoop;
import cai.reinforcement.ReinforcementLoop.Models;
import cai.reinforcement.ReinforcementSettings;
import cai.reinforcement.ReinforcementWork.ScoringModel;
import cai.reinforcement.ScoreScale;
import cai.run.Seeds;
import cai.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One step of PPO: 16 responses of 48 tokens are sampled, scored and learnt from in one pass, 4 in
/// an optimiser step. The speed counts the tokens of prompts and responses.
final class Reinforcement implements OpenBenchmark {
  private static final int BATCH = 4;

  private final Subject subject;
  private final Sharing sharing;
  private final int[] prompts;
  private final PreferenceModel preference;
  private final Models models;
  private final ReinforcementLoop loop;
  private final int trainedFrom;
  private int step;

  /// Which layers the four models of PPO share.
  enum Sharing {
    /// The layers that are not trained, two thirds of all, as in the product.
    FROZEN_LAYERS(0.34, 0.4),
    /// None: all layers are trained, and the preference model has all layers too.
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
    var seeds = new Seeds(1);
    trainedFrom = settings.trained(subject.model().config().layers(), seeds).from();
    preference = Preference.untrained(subject, sharing.preferenceDepth);
    LocalModel slCai = subject.endless();
    ScoringModel scoring = ScoringModel.of(preference, slCai, trainedFrom);
    models =
        Models.untrained(settings, slCai, scoring, prompts.length, seeds)
            .scaled(ScoreScale.training(scoring.deviation()));
    var schedule =
        new PromptSchedule(
            items(lines, slCai.tokenizer()), prompts.length, settings.helpfulShare(), seeds);
    loop = new ReinforcementLoop(settings, models, schedule, List.of(), seeds);
  }

  private static ReinforcementSettings settings(int answers, double trainedShare) {
    return RecipeReader.section(
        ReinforcementSettings.class,
        "steps=1",
        "answers-per-step=" + answers,
        "helpful-share=0",
        "answer-tokens=" + Workload.RESPONSE,
        "epochs=1",
        "batch-size=" + BATCH,
        "learning-rate=1e-6",
        "warmup-steps=0",
        "trained-share=" + trainedShare,
        "score-scale=training",
        "guards.step-kl=100",
        "guards.most-kl=100000");
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
  public TimedPass pass() {
    double seconds = TimedPass.seconds(() -> loop.step(step++));
    long tokens = Arrays.stream(prompts).sum() + (long) prompts.length * Workload.RESPONSE;
    return new TimedPass(tokens, seconds, needed());
  }

  /// Sampling; the preference model; log-probabilities under policy and SL-CAI; the update. The
  /// outputs that frozen layers have in sampling serve all four models.
  private FlopsAndBytes needed() {
    ModelCost cost = subject.cost();
    int layers = cost.config().layers();
    int answers = prompts.length;
    long rows = (long) answers * Workload.RESPONSE;
    FlopsAndBytes sampling =
        cost.prompts(0, prompts).plus(cost.steps(0, prompts, Workload.RESPONSE - 1));
    AttendedTokens reach = new AttendedTokens(0, 0);
    for (int prompt : prompts) reach = reach.plus(AttendedTokens.of(prompt + Workload.RESPONSE, 0));
    int shared = sharing == Sharing.FROZEN_LAYERS ? trainedFrom : 0;
    int own = layers - shared;
    double scoring = sharing == Sharing.FROZEN_LAYERS ? 0 : cost.forward(reach, layers);
    double likelihoods = 2 * (cost.forward(reach, own) + cost.head(rows));
    double update = 3 * cost.forward(reach, own) + 2 * cost.head(rows);
    double passes = 3 + Math.ceilDiv(answers, BATCH);
    return sampling.plus(
        new FlopsAndBytes(scoring + likelihoods + update, passes * cost.weights(layers)));
  }

  @Override
  public void close() {
    loop.close();
    models.close();
    preference.close();
  }
}
