package cai.report;

import cai.evaluation.Contender;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementOutcome;
import cai.reinforcement.ReinforcementStep;
import cai.report.Block.Captioned;
import cai.report.Block.Missing;
import cai.report.Block.Prose;
import cai.report.Plot.Frame;
import cai.report.Plot.Series;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How the policy moved: score, reward, distance from SL-CAI, and the checks around them.
final class ReinforcementSection {
  private static final Ink POLICY = Ink.of(Contender.RL_CAI);

  private ReinforcementSection() {}

  static Section of(RunFiles run) {
    var blocks = new ArrayList<Block>();
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
      blocks.add(Block.figures(curves(steps)));
    }
    return new Section("Reinforcement: score, reward and distance from SL-CAI", blocks);
  }

  private static String none(RunFiles run) {
    boolean noneAsked = run.settings().number("reinforcement.steps").orElse(1.0) == 0;
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
    Optional<Double> asked = run.settings().number("reinforcement.steps");
    int made = steps.getLast().step();
    return asked
        .filter(wanted -> made < wanted)
        .map(wanted ->
            "The training has not finished: %s of %s steps are there."
                .formatted(Wording.count(made), Wording.count(wanted.longValue())));
  }

  private static String preflight(Preflight p) {
    String sentence = p.sentence().replaceAll("\\.$", "");
    return "The check %s, %s.".formatted(p.passed() ? "passed" : "FAILED", sentence);
  }

  private static List<Captioned> curves(List<ReinforcementStep> steps) {
    return List.of(
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-score",
                "Score per answer",
                Frame.FREE,
                List.of(line("score", POLICY, steps, ReinforcementStep::score))),
            "What the preference model gives, mean over the step's answers. Another few prompts at"
                + " every step: single steps mean little."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-reward",
                "Reward per answer",
                Frame.FREE,
                List.of(line("reward", POLICY, steps, ReinforcementStep::reward))),
            "Score on the scale of rewards, less what the guards and the KL penalty take."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-kl",
                "KL to SL-CAI, nats per token",
                Frame.FREE,
                List.of(line("KL", POLICY, steps, ReinforcementStep::klPerToken))),
            "Mean over sampled tokens; the first step must show 0. It is an estimate and may dip"
                + " below 0."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-length",
                "Tokens per answer",
                Frame.FROM_ZERO,
                List.of(line("tokens", POLICY, steps, ReinforcementStep::length))),
            "A drift to ever shorter or longer answers is how a policy games a preference model."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-endings",
                "Shares: ended by itself, repeated, clipped",
                Frame.SHARE,
                List.of(
                    line(
                        "end of text",
                        Ink.of(Contender.SL_CAI),
                        steps,
                        ReinforcementStep::endOfTextShare),
                    line("repetition", POLICY, steps, ReinforcementStep::repetition),
                    line("clipped", Ink.GUIDE, steps, ReinforcementStep::clipFraction))),
            "Answers that ended by themselves, repeated bigrams, tokens whose ratio was outside the"
                + " clip range."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-entropy",
                "Entropy of the policy, nats per token",
                Frame.FREE,
                List.of(line("entropy", POLICY, steps, ReinforcementStep::entropy))),
            "A collapse towards 0 means that the policy says one thing only."),
        Curves.captioned(
            steps.size(),
            Curves.plot(
                "reinforcement-value-loss",
                "Value loss",
                Frame.FROM_ZERO,
                List.of(line("value loss", POLICY, steps, ReinforcementStep::valueLoss))),
            "Half the mean squared error of the value head, as clipped."));
  }

  private static Series line(
      String name,
      Ink ink,
      List<ReinforcementStep> steps,
      ToDoubleFunction<ReinforcementStep> value) {
    return Curves.line(name, ink, steps, ReinforcementStep::step, value);
  }
}
