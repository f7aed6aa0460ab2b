package cai.reinforcement;

import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonLines;
import cai.language.local.LocalModel;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceScorer;
import cai.prompts.PromptItem;
import cai.reinforcement.ReinforcementLoop.Models;
import cai.reinforcement.snapshots.PromptDivision;
import cai.run.Progress;
import cai.run.Refusals;
import cai.run.Seeds;
import cai.statistics.CutOff;
import cai.storage.AtomicFiles;
import cai.tensor.NotFinite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reinforcement learning from AI feedback: SL-CAI learns to give answers that the preference model
/// scores higher, held near where it began by a KL penalty, and becomes RL-CAI.
///
/// **Source**: Bai et al. 2022, section 4.2.
public final class ReinforcementWork {
  /// Folder of the trained model, inside the stage's folder.
  public static final String MODEL = "rl-cai";

  /// File of the scale of scores.
  public static final String SCALE = "score-scale.json";

  private final ReinforcementSettings settings;
  private final LocalModel slCai;
  private final int rows;
  private final Seeds seeds;
  private final Progress progress;

  /// @param slCai SL-CAI, which the policy begins as and is held to
  /// @param rows answers generated at once
  public ReinforcementWork(
      ReinforcementSettings settings, LocalModel slCai, int rows, Seeds seeds, Progress progress) {
    this.settings = settings;
    this.slCai = slCai;
    this.rows = rows;
    this.seeds = seeds;
    this.progress = progress;
  }

  /// The preference model as this stage needs it.
  ///
  /// @param scorer of dialogues
  /// @param deviation of its scores over the answers it was trained on; their mean is 0
  public record ScoringModel(AnswerScorer scorer, double deviation) {
    /// A preference model of whatever kind.
    public static ScoringModel of(PreferenceScorer scorer, double deviation) {
      return new ScoringModel(new AnswerScorer.Alone(scorer), deviation);
    }

    /// A preference model whose lowest layers are taken from the policy's computation if they equal
    /// the layers of the model that the policy begins as.
    ///
    /// @param frozenLayers of the policy
    public static ScoringModel of(PreferenceModel scorer, LocalModel slCai, int frozenLayers) {
      int common = scorer.layersOf(slCai.config(), slCai.arithmetic(), slCai.files()::read);
      int layers = Math.min(common, frozenLayers);
      return layers == 0
          ? of(scorer, scorer.deviation())
          : new ScoringModel(new AnswerScorer.Shared(scorer, layers), scorer.deviation());
    }
  }

  /// Who scores the answers.
  sealed interface AnswerScorer {
    /// One that computes all it needs.
    record Alone(PreferenceScorer scorer) implements AnswerScorer {}

    /// A preference model that begins after the layers that it has in common with the policy.
    record Shared(PreferenceModel scorer, int layers) implements AnswerScorer {}
  }

  /// What was worked on.
  ///
  /// @param answers sampled
  /// @param tokens sampled
  public record ReinforcementCounts(long answers, long tokens) {}

  /// Writes `score-scale.json`, `metrics.jsonl`, `rollouts.jsonl`, `snapshots.jsonl`,
  /// `rollbacks.jsonl`, `preflight.json`, `outcome.json` and `rl-cai/`, and `rejected.jsonl` where
  /// a policy was not kept, continuing from the checkpoint in the folder where there is one.
  public ReinforcementCounts run(Path folder, List<PromptItem> prompts, ScoringModel scoring) {
    return run(folder, prompts, scoring, Optional.empty());
  }

  /// The same, where the policy may learn from SL-CAI with more in its context.
  ///
  /// @param shown the conversation that the teacher sees in place of a prompt
  public ReinforcementCounts run(
      Path folder,
      List<PromptItem> prompts,
      ScoringModel scoring,
      Optional<Function<PromptItem, Dialogue>> shown) {
    List<PromptItem> fitting =
        fitting(folder, prompts, item -> shown.map(one -> one.apply(item)).orElse(item.prompt()));
    var division = PromptDivision.of(fitting, settings.snapshots(), settings.helpfulShare(), seeds);
    var schedule =
        new PromptSchedule(
            division.learnt(), settings.promptsPerStep(), settings.helpfulShare(), seeds);
    if (!division.setAside().isEmpty() && settings.steps() > 0)
      progress.note(
          "reinforcement: %d of %d prompts are set aside to gauge snapshots of the policy"
              .formatted(division.setAside().size(), fitting.size()));
    try (var models = Models.untrained(settings, slCai, scoring, rows, seeds).taught(shown)) {
      ScoreScale scale = scale(folder, models.maker(), fitting, scoring);
      try (var loop =
          new ReinforcementLoop(
              settings, models.scaled(scale), schedule, division.setAside(), seeds)) {
        ReinforcementOutcome outcome = loop.run(folder, progress);
        progress.note("reinforcement: " + outcome.sentence());
        AtomicFiles.write(folder.resolve("outcome.json"), Json.pretty(outcome));
        slCai.writeTrained(folder.resolve(MODEL), models.policy());
        return counts(folder);
      }
    }
  }

  /// The scale of scores; measured once, before anything is trained, and read again where training
  /// goes on.
  private ScoreScale scale(
      Path folder, Rollouts.Maker maker, List<PromptItem> prompts, ScoringModel scoring) {
    Path file = folder.resolve(SCALE);
    if (Files.exists(file)) return Json.read(file, ScoreScale.class);
    ScoreScale scale =
        switch (settings.scoreScale()) {
          case FRESH -> fresh(maker, prompts);
          case TRAINING -> ScoreScale.training(scoring.deviation());
          case NONE -> ScoreScale.none();
        };
    progress.note("reinforcement: " + scale.sentence());
    AtomicFiles.write(file, Json.pretty(scale));
    return scale;
  }

  private ScoreScale fresh(Rollouts.Maker maker, List<PromptItem> prompts) {
    if (settings.steps() == 0) return ScoreScale.none();
    var drawn =
        new PromptSchedule(prompts, settings.scaleAnswers(), settings.helpfulShare(), seeds).of(0);
    try (Rollouts rollouts = maker.of("scale", drawn, seeds)) {
      return ScoreScale.fresh(rollouts.scores());
    } catch (NotFinite e) {
      throw new UserError(
          "reinforcement: SL-CAI cannot be sampled: %s; its weights are damaged or too large for the arithmetic, use fp32 or run the stage finetuning again"
              .formatted(e.getMessage()),
          e);
    }
  }

  /// @param longest the longest conversation that a model sees for a prompt
  private List<PromptItem> fitting(
      Path folder, List<PromptItem> prompts, Function<PromptItem, Dialogue> longest) {
    // One more token, because the preference model may tokenise the same text into more.
    int most = slCai.config().contextLength() - settings.answerTokens() - 1;
    var refused = new LinkedHashMap<String, String>();
    for (PromptItem item : prompts)
      slCai
          .renderer()
          .refusal(longest.apply(item))
          .ifPresent(reason -> refused.put(item.id(), reason));
    if (!refused.isEmpty()) progress.note("reinforcement: " + Refusals.write(folder, refused));
    List<PromptItem> fitting =
        prompts.stream()
            .filter(item -> !refused.containsKey(item.id()))
            .filter(item -> slCai.renderer().prompt(longest.apply(item)).length <= most)
            .toList();
    int left = prompts.size() - fitting.size() - refused.size();
    if (fitting.isEmpty())
      throw new UserError(
          folder + ": no prompt leaves room for reinforcement.answer-tokens in the context");
    if (left > 0)
      progress.note("reinforcement: " + left + " prompts do not fit the context and are left out");
    return fitting;
  }

  private ReinforcementCounts counts(Path folder) {
    List<Rollout> lines = JsonLines.read(folder.resolve("rollouts.jsonl"), Rollout.class);
    CutOff.of(lines, Rollout::ended)
        .note("answers", "reinforcement.answer-tokens")
        .ifPresent(sentence -> progress.note("reinforcement: " + sentence));
    return new ReinforcementCounts(
        lines.size(), lines.stream().mapToLong(line -> line.ids().length).sum());
  }
}
