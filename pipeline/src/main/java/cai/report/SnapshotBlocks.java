package cai.report;

import cai.evaluation.Contender;
import cai.reinforcement.ReinforcementStep;
import cai.reinforcement.snapshots.Snapshot;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.PolicyFiles;
import cai.report.findings.Wording;
import cai.run.training.Rollback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which policy of a training was written, how often the training went back, and how many groups of
/// answers taught nothing.
final class SnapshotBlocks {
  private SnapshotBlocks() {}

  static List<PageBlock> of(PolicyFiles policy) {
    var blocks = new ArrayList<PageBlock>();
    chosen(policy).ifPresent(sentence -> blocks.add(new Prose(sentence)));
    for (Rollback one : policy.scored().rollbacks()) blocks.add(new Missing(wentBack(one)));
    equalGroups(policy.scored().steps()).ifPresent(sentence -> blocks.add(new Prose(sentence)));
    return blocks;
  }

  /// The outcome, which names the snapshot that was taken.
  private static Optional<String> chosen(PolicyFiles policy) {
    if (policy.scored().snapshots().isEmpty()) return Optional.empty();
    return policy
        .scored()
        .outcome()
        .filter(one -> !one.stopped())
        .map(one -> "In the end %s.".formatted(one.sentence()));
  }

  private static String wentBack(Rollback one) {
    return "At step %s training went back to the policy behind step %s, because %s; from there it learnt at a rate of %s."
        .formatted(
            Wording.count(one.step()), Wording.count(one.kept()), one.what(), one.learningRate());
  }

  private static Optional<String> equalGroups(List<ReinforcementStep> steps) {
    if (steps.stream().allMatch(step -> step.equalGroups().isEmpty())) return Optional.empty();
    int equal = steps.stream().mapToInt(step -> step.equalGroups().orElse(0)).sum();
    return Optional.of(
        "Answers were compared within groups, those to one prompt; groups whose rewards were all equal, so that nothing was learnt from them: %s."
            .formatted(Wording.count(equal)));
  }

  /// The gauge by step.
  ///
  /// @param name with which the names of the policy's plots begin
  static List<Plot> gauges(PolicyFiles policy, String name) {
    List<Snapshot> snapshots = policy.scored().snapshots();
    if (snapshots.isEmpty()) return List.of();
    var plots = new StepPlots<>(snapshots, Snapshot::step);
    String caption =
        "Mean score on the scale of rewards, less the KL penalty and less the share of unfinished or repetitive answers, on %s prompts that were not learnt from. Step 0 is SL-CAI; the highest of the others becomes RL-CAI."
            .formatted(Wording.count(snapshots.getFirst().answers()));
    return List.of(
        plots.plot(
            name + "gauge",
            "Gauge of snapshots on prompts set aside",
            YAxis.FREE,
            caption,
            plots.line("gauge", policy.contender().color(), Snapshot::gauge),
            plots.line("score on its scale", Contender.SL_CAI.color(), Snapshot::scaled)));
  }
}
