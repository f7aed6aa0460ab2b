package cai.report;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.MeasuredAnswer;
import cai.prompts.PromptItem.PromptGroup;
import cai.provenance.StageRecord;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.TableCell;
import cai.report.findings.PairedDifference;
import cai.report.findings.PolicyFiles;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;

/// The ways in which a run has made RL-CAI, side by side: what each took, and what it changed
/// against SL-CAI, from which all of them begin.
final class PolicyTable {
  private PolicyTable() {}

  /// What is compared on prompts of a group.
  private record ComparedMeasure(PromptGroup group, AnswerMeasure measure) {
    String head() {
      return measure.title() + ", " + Wording.prompts(group);
    }
  }

  private static final List<ComparedMeasure> COMPARED =
      List.of(
          new ComparedMeasure(PromptGroup.RED_TEAM, AnswerMeasure.SCORE),
          new ComparedMeasure(PromptGroup.RED_TEAM, AnswerMeasure.JUDGE_SCORE),
          new ComparedMeasure(PromptGroup.RED_TEAM, AnswerMeasure.REFUSAL),
          new ComparedMeasure(PromptGroup.LOOK_ALIKE, AnswerMeasure.REFUSAL),
          new ComparedMeasure(PromptGroup.HELPFUL, AnswerMeasure.JUDGE_SCORE),
          new ComparedMeasure(PromptGroup.HELPFUL, AnswerMeasure.REFUSAL),
          new ComparedMeasure(PromptGroup.HELPFUL, AnswerMeasure.WORDS));

  /// @param policies several, the method's own first
  static PageSection of(RunFiles run, List<PolicyFiles> policies, int smallSample) {
    return new PageSection(
        "Reinforcement: ways to RL-CAI compared", List.of(block(run, policies, smallSample)));
  }

  private static PageBlock block(RunFiles run, List<PolicyFiles> policies, int smallSample) {
    List<MeasuredAnswer> answers = run.evaluation().answers();
    if (answers.isEmpty())
      return new Missing("The models were not evaluated, so nothing can be compared.");
    var headers = new ArrayList<>(List.of("model", "policy", "time"));
    COMPARED.forEach(one -> headers.add(one.head()));
    var rows = new ArrayList<List<TableCell>>();
    for (PolicyFiles policy : policies) {
      var row = new ArrayList<TableCell>();
      row.add(TableCell.model(policy.contender().name()));
      row.add(TableCell.text(policy.word(run.settings())));
      row.add(
          TableCell.time(
              policy
                  .record()
                  .map(StageRecord::seconds)
                  .map(Wording::seconds)
                  .orElse("did not run")));
      var pair = new Pairing(Contender.SL_CAI, policy.contender());
      for (ComparedMeasure one : COMPARED)
        row.add(
            TableCell.number(
                PairedDifference.between(answers, one.group(), one.measure(), pair)
                    .map(d -> difference(one.measure(), d.change(), smallSample))
                    .orElse("")));
      rows.add(row);
    }
    return new DataTable(
        "What each way changes against SL-CAI on the same held-out prompts, with 95\u00a0%"
            + " intervals; of shares in percentage points. A star marks an interval that leaves out"
            + " zero, of at"
            + " least %s prompts. Compare ways that took about the same time: steps, epochs and"
                .formatted(Wording.count(smallSample))
            + " answers are the recipe's.",
        headers,
        rows);
  }

  private static String difference(AnswerMeasure measure, Interval change, int smallSample) {
    boolean shown = change.excludes(0) && change.n() >= smallSample;
    return Wording.difference(measure, change.mean())
        + " "
        + Wording.ends(change, end -> Wording.difference(measure, end))
        + (shown ? " *" : "");
  }
}
