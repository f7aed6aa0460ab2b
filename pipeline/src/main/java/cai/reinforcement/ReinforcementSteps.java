package cai.reinforcement;

import cai.language.local.LocalModel;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import cai.sequence.DialogueRenderer;
import cai.transformer.decoder.Decoder;
import java.util.List;

/// The steps of PPO one by one and without files, to measure them.
public final class ReinforcementSteps implements AutoCloseable {
  private final Decoder policy;
  private final Decoder initial;
  private final ReinforcementLoop loop;

  /// Policy and SL-CAI, both made of one model.
  ///
  /// @param renderer of the prompts; its tokenizer and format end the answers
  public ReinforcementSteps(
      ReinforcementSettings settings,
      LocalModel start,
      DialogueRenderer renderer,
      ReinforcementWork.Judge judge,
      List<PromptItem> prompts) {
    var seeds = new Seeds(1);
    policy = start.decoder(settings.trained(start.config().layers(), seeds));
    initial = policy.frozenCopy();
    int answers = settings.answersPerStep();
    var maker = new Rollouts.Maker(policy, renderer, judge.scorer(), settings, answers);
    var schedule = new PromptSchedule(prompts, answers, settings.helpfulShare(), seeds);
    ScoreScale scale = ScoreScale.training(judge.deviation());
    var models = new ReinforcementLoop.Models(policy, initial, maker, scale);
    loop = new ReinforcementLoop(settings, models, schedule, seeds);
  }

  /// Makes one step, counted from 0, without the check before the first update.
  public ReinforcementStep step(int step) {
    return loop.step(step).metrics();
  }

  @Override
  public void close() {
    loop.close();
    initial.close();
    policy.close();
  }
}
