package cai.report;

import cai.evaluation.Contender;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementOutcome;
import cai.reinforcement.ReinforcementStep;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.PolicyFiles;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the policy moved: score, reward, distance from SL-CAI, and the checks around them.
final class ReinforcementSection {
  private ReinforcementSection() {}

  /// A section for each way in which the run has made RL-CAI, the method's own first; and one that
  /// compares them, where there are several.
  static List<PageSection> all(RunFiles run, int smallSample) {
    List<PolicyFiles> policies = run.training().policies();
    var sections = new ArrayList<PageSection>();
    for (PolicyFiles policy : policies) sections.add(section(run, policy));
    if (policies.size() > 1) sections.add(PolicyTable.of(run, policies, smallSample));
    return sections;
  }

  private static PageSection section(RunFiles run, PolicyFiles policy) {
    if (policy.best().isPresent())
      return OtherPolicySections.bestOf(policy.contender(), policy.best().get());
    return policy.pairs().isThere()
        ? OtherPolicySections.directPreference(policy)
        : of(run, policy);
  }

  private static PageSection of(RunFiles run, PolicyFiles policy) {
    var blocks = new ArrayList<PageBlock>();
    List<ReinforcementStep> steps = policy.scored().steps();
    policy
        .flips()
        .ifPresent(
            flips -> blocks.add(new Prose("Before the training: " + flips.sentence() + ".")));
    policy
        .scored()
        .preflight()
        .ifPresentOrElse(
            p -> blocks.add(p.passed() ? new Prose(preflight(p)) : new Missing(preflight(p))),
            () -> blocks.add(new Missing("No check before the first update was recorded.")));
    policy
        .scored()
        .scale()
        .ifPresent(
            scale -> blocks.add(new Prose("On the scale of rewards: " + scale.sentence() + ".")));
    if (steps.isEmpty()) {
      blocks.add(new Missing(none(run)));
    } else {
      stopped(run, policy).ifPresent(sentence -> blocks.add(new Missing(sentence)));
      blocks.addAll(SnapshotBlocks.of(policy));
      blocks.add(PageBlock.figures(curves(steps, policy)));
    }
    String whose = policy.variant().isEmpty() ? "" : policy.contender().title() + ", ";
    return new PageSection(
        "Reinforcement: " + whose + "score, reward and distance from SL-CAI", blocks);
  }

  private static String none(RunFiles run) {
    boolean noneAsked = run.settings().reinforcementSteps().orElse(1) == 0;
    return noneAsked
        ? "The recipe asks for no step of reinforcement: RL-CAI is SL-CAI unchanged."
        : run.absence(StageWord.REINFORCEMENT, "metrics");
  }

  /// Why there are fewer steps than the recipe asks for; empty where there are as many.
  private static Optional<String> stopped(RunFiles run, PolicyFiles policy) {
    Optional<ReinforcementOutcome> outcome = policy.scored().outcome();
    if (outcome.isPresent())
      return outcome
          .filter(ReinforcementOutcome::stopped)
          .map(one -> "A guard ended the training. It " + one.sentence() + ".");
    int made = policy.scored().steps().getLast().step();
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

  private static List<Plot> curves(List<ReinforcementStep> steps, PolicyFiles policy) {
    var plots = new StepPlots<>(steps, ReinforcementStep::step);
    int color = policy.contender().color();
    String name = "reinforcement-" + (policy.variant().isEmpty() ? "" : policy.variant() + "-");
    var curves = new ArrayList<Plot>(SnapshotBlocks.gauges(policy, name));
    curves.addAll(curves(plots, name, color));
    if (steps.stream().anyMatch(step -> step.teacherKl().isPresent()))
      curves.add(
          plots.plot(
              name + "teacher-kl",
              "KL to the teacher, nats per token",
              YAxis.FREE,
              "The teacher is SL-CAI that is shown a principle; this is what training makes"
                  + " smaller.",
              plots.line("KL", color, step -> step.teacherKl().orElse(Double.NaN))));
    if (steps.stream().anyMatch(step -> step.valueLoss().isPresent()))
      curves.add(
          plots.plot(
              name + "value-loss",
              "Value loss",
              YAxis.FROM_ZERO,
              "Half the mean squared error of the value head, as clipped.",
              plots.line("value loss", color, step -> step.valueLoss().orElse(Double.NaN))));
    return curves;
  }

  private static List<Plot> curves(StepPlots<ReinforcementStep> plots, String name, int color) {
    return List.of(
        plots.plot(
            name + "score",
            "Score per answer",
            YAxis.FREE,
            "What the preference model gives, mean over the step's answers. Another few prompts at"
                + " every step: single steps mean little.",
            plots.line("score", color, ReinforcementStep::score)),
        plots.plot(
            name + "reward",
            "Reward per answer",
            YAxis.FREE,
            "Score on the scale of rewards, less what the guards and the KL penalty take.",
            plots.line("reward", color, ReinforcementStep::reward)),
        plots.plot(
            name + "kl",
            "KL to SL-CAI, nats per token",
            YAxis.FREE,
            "Mean over sampled tokens; the first step must show 0. It is an estimate and may dip"
                + " below 0.",
            plots.line("KL", color, ReinforcementStep::klPerToken)),
        plots.plot(
            name + "length",
            "Tokens per answer",
            YAxis.FROM_ZERO,
            "A drift to ever shorter or longer answers is how a policy games a preference model.",
            plots.line("tokens", color, ReinforcementStep::length)),
        plots.plot(
            name + "endings",
            "Shares: ended by itself, repeated, clipped",
            YAxis.SHARE,
            "Answers that ended by themselves, repeated bigrams, tokens whose ratio was outside the"
                + " clip range.",
            plots.line("end of text", Contender.SL_CAI.color(), ReinforcementStep::endOfTextShare),
            plots.line("repetition", color, ReinforcementStep::repetition),
            plots.line("clipped", Plot.GUIDE, ReinforcementStep::clipFraction)),
        plots.plot(
            name + "entropy",
            "Entropy of the policy, nats per token",
            YAxis.FREE,
            "A collapse towards 0 means that the policy says one thing only.",
            plots.line("entropy", color, ReinforcementStep::entropy)));
  }
}
