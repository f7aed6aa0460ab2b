package cai.report;

import cai.Stage;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementStep;
import cai.report.Block.Captioned;
import cai.report.Block.Missing;
import cai.report.Block.Prose;
import cai.report.Plot.Frame;
import cai.report.Plot.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How the policy moved: score, reward, distance from SL-CAI, and the checks around them.
final class ReinforcementSection {
  private ReinforcementSection() {}

  static Section of(RunFiles run) {
    var blocks = new ArrayList<Block>();
    List<ReinforcementStep> steps = run.training().reinforcement();
    run.training()
        .preflight()
        .ifPresentOrElse(
            p -> blocks.add(p.passed() ? new Prose(preflight(p)) : new Missing(preflight(p))),
            () -> blocks.add(new Missing("No check before the first update was recorded.")));
    if (steps.isEmpty()) {
      blocks.add(new Missing(none(run)));
    } else {
      stopped(run, steps).ifPresent(sentence -> blocks.add(new Missing(sentence)));
      blocks.add(Block.figures(curves(steps)));
    }
    return new Section("Reinforcement: score, reward and distance from SL-CAI", blocks);
  }

  private static String none(RunFiles run) {
    boolean noneAsked = run.settings().number("reinforcement.steps").orElse(1.0) == 0;
    return noneAsked
        ? "The recipe asks for no step of reinforcement: RL-CAI is SL-CAI unchanged."
        : run.absence(Stage.REINFORCEMENT, "metrics");
  }

  /// Why there are fewer steps than the recipe asks for; empty where there are as many.
  static Optional<String> stopped(RunFiles run, List<ReinforcementStep> steps) {
    Optional<Double> asked = run.settings().number("reinforcement.steps");
    ReinforcementStep last = steps.getLast();
    if (asked.isEmpty() || last.step() >= asked.get()) return Optional.empty();
    String start =
        "Training ended after %s of %s steps"
            .formatted(Wording.count(last.step()), Wording.count(asked.get().longValue()));
    Optional<Double> most = run.settings().number("reinforcement.guards.most-kl");
    if (most.isPresent() && last.kl() > most.get())
      return Optional.of(
          start
              + ": the KL to SL-CAI had reached %s nats per answer, and the guard ends it above %s. The curves below say how the policy got there."
                  .formatted(Wording.fixed(last.kl(), 1), Plot.tick(most.get())));
    boolean broken = !Double.isFinite(last.policyLoss() + last.valueLoss() + last.kl());
    if (broken)
      return Optional.of(start + ": its last step has losses that are not finite numbers.");
    return Optional.of(start + "; the files do not say why.");
  }

  private static String preflight(Preflight p) {
    return "Check before the first update %s: %s (ratio off 1 by at most %s, KL to SL-CAI %s nats per token, log-probabilities as sampled and as recomputed differ by at most %s)."
        .formatted(
            p.passed() ? "passed" : "FAILED",
            p.sentence().replaceAll("\\.$", ""),
            scientific(p.maxRatioDeviation()),
            scientific(p.klToInitial()),
            scientific(p.samplerLogProbabilityGap()));
  }

  private static String scientific(double value) {
    return value == 0 ? "0" : String.format(java.util.Locale.ROOT, "%.1e", value);
  }

  private static List<Captioned> curves(List<ReinforcementStep> steps) {
    return List.of(
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-score-and-reward",
                "Score and reward per answer",
                Frame.FREE,
                List.of(
                    line("score", Ink.RL_CAI, steps, ReinforcementStep::score),
                    line("reward", Ink.SL_CAI, steps, ReinforcementStep::reward))),
            "Score is what the preference model gives; reward is score minus the KL penalty."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-kl",
                "KL to SL-CAI, nats per token",
                Frame.FREE,
                List.of(line("KL", Ink.RL_CAI, steps, ReinforcementStep::klPerToken))),
            "Mean over sampled tokens; the first step must show 0. It is an estimate and may dip"
                + " below 0."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-length",
                "Tokens per answer",
                Frame.FROM_ZERO,
                List.of(line("tokens", Ink.RL_CAI, steps, ReinforcementStep::length))),
            "A drift to ever shorter or longer answers is how a policy games a preference model."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-endings",
                "Shares: ended by itself, repeated, clipped",
                Frame.SHARE,
                List.of(
                    line("end of text", Ink.SL_CAI, steps, ReinforcementStep::endOfTextShare),
                    line("repetition", Ink.RL_CAI, steps, ReinforcementStep::repetition),
                    line("clipped", Ink.GUIDE, steps, ReinforcementStep::clipFraction))),
            "Answers that ended by themselves, repeated bigrams, tokens whose ratio was clipped."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-entropy",
                "Entropy of the policy, nats per token",
                Frame.FREE,
                List.of(line("entropy", Ink.RL_CAI, steps, ReinforcementStep::entropy))),
            "A collapse towards 0 means that the policy says one thing only."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-value-loss",
                "Value loss",
                Frame.FROM_ZERO,
                List.of(line("value loss", Ink.RL_CAI, steps, ReinforcementStep::valueLoss))),
            "Half the mean squared error of the value head."));
  }

  private static Series line(
      String name,
      Ink ink,
      List<ReinforcementStep> steps,
      ToDoubleFunction<ReinforcementStep> value) {
    return Curves.line(name, ink, steps, ReinforcementStep::step, value);
  }
}
