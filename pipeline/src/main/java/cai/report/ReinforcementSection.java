package cai.report;

import cai.evaluation.Contender;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementOutcome;
import cai.reinforcement.ReinforcementStep;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the policy moved: score, reward, distance from SL-CAI, and the checks around them.
final class ReinforcementSection {
  private static final int POLICY = Contender.RL_CAI.color();

  private ReinforcementSection() {}

  static PageSection of(RunFiles run) {
    var blocks = new ArrayList<PageBlock>();
    List<ReinforcementStep> steps = run.training().reinforcement();
    run.training()
        .preflight()
        .ifPresentOrElse(
            p -> blocks.add(p.passed() ? new Prose(preflight(p)) : new Missing(preflight(p))),
            () -> blocks.add(new Missing("No check before the first update was recorded.")));
    run.training()
        .scale()
        .ifPresent(
            scale -> blocks.add(new Prose("On the scale of rewards: " + scale.sentence() + ".")));
    if (steps.isEmpty()) {
      blocks.add(new Missing(none(run)));
    } else {
      stopped(run, steps).ifPresent(sentence -> blocks.add(new Missing(sentence)));
      blocks.add(PageBlock.figures(curves(steps)));
    }
    return new PageSection("Reinforcement: score, reward and distance from SL-CAI", blocks);
  }

  private static String none(RunFiles run) {
    boolean noneAsked = run.settings().reinforcementSteps().orElse(1) == 0;
    return noneAsked
        ? "The recipe asks for no step of reinforcement: RL-CAI is SL-CAI unchanged."
        : run.absence(StageWord.REINFORCEMENT, "metrics");
  }

  /// Why there are fewer steps than the recipe asks for; empty where there are as many.
  static Optional<String> stopped(RunFiles run, List<ReinforcementStep> steps) {
    Optional<ReinforcementOutcome> outcome = run.training().outcome();
    if (outcome.isPresent())
      return outcome
          .filter(ReinforcementOutcome::stopped)
          .map(one -> "A guard ended the training. It " + one.sentence() + ".");
    int made = steps.getLast().step();
    return run.settings()
        .reinforcementSteps()
        .filter(wanted -> made < wanted)
        .map(wanted ->
            "The training has not finished: %s of %s steps are there."
                .formatted(Wording.count(made), Wording.count(wanted)));
  }

  private static String preflight(Preflight p) {
    String sentence = p.sentence().replaceAll("\\.$", "");
    return "The check %s, %s.".formatted(p.passed() ? "passed" : "FAILED", sentence);
  }

  private static List<Plot> curves(List<ReinforcementStep> steps) {
    var plots = new StepPlots<>(steps, ReinforcementStep::step);
    return List.of(
        plots.plot(
            "reinforcement-score",
            "Score per answer",
            YAxis.FREE,
            "What the preference model gives, mean over the step's answers. Another few prompts at"
                + " every step: single steps mean little.",
            plots.line("score", POLICY, ReinforcementStep::score)),
        plots.plot(
            "reinforcement-reward",
            "Reward per answer",
            YAxis.FREE,
            "Score on the scale of rewards, less what the guards and the KL penalty take.",
            plots.line("reward", POLICY, ReinforcementStep::reward)),
        plots.plot(
            "reinforcement-kl",
            "KL to SL-CAI, nats per token",
            YAxis.FREE,
            "Mean over sampled tokens; the first step must show 0. It is an estimate and may dip"
                + " below 0.",
            plots.line("KL", POLICY, ReinforcementStep::klPerToken)),
        plots.plot(
            "reinforcement-length",
            "Tokens per answer",
            YAxis.FROM_ZERO,
            "A drift to ever shorter or longer answers is how a policy games a preference model.",
            plots.line("tokens", POLICY, ReinforcementStep::length)),
        plots.plot(
            "reinforcement-endings",
            "Shares: ended by itself, repeated, clipped",
            YAxis.SHARE,
            "Answers that ended by themselves, repeated bigrams, tokens whose ratio was outside the"
                + " clip range.",
            plots.line("end of text", Contender.SL_CAI.color(), ReinforcementStep::endOfTextShare),
            plots.line("repetition", POLICY, ReinforcementStep::repetition),
            plots.line("clipped", Plot.GUIDE, ReinforcementStep::clipFraction)),
        plots.plot(
            "reinforcement-entropy",
            "Entropy of the policy, nats per token",
            YAxis.FREE,
            "A collapse towards 0 means that the policy says one thing only.",
            plots.line("entropy", POLICY, ReinforcementStep::entropy)),
        plots.plot(
            "reinforcement-value-loss",
            "Value loss",
            YAxis.FROM_ZERO,
            "Half the mean squared error of the value head, as clipped.",
            plots.line("value loss", POLICY, ReinforcementStep::valueLoss)));
  }
}
