package cai.report;

import cai.critique.CritiqueCounts;
import cai.critique.RevisionChain;
import cai.critique.acceptance.CandidateVerdict;
import cai.critique.acceptance.VerdictCounts;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.PageBlock.TableCell;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What became of the sampled revisions, and how many prompts teach nothing.
final class AcceptanceSection {
  private static final String TITLE = "Critique: which revisions were taken";

  private AcceptanceSection() {}

  static PageSection of(RunFiles run) {
    List<RevisionChain> chains = run.texts().chains();
    if (chains.isEmpty())
      return new PageSection(
          TITLE, List.of(new Missing(run.absence(StageWord.CRITIQUE, "revisions"))));
    List<VerdictCounts> rounds = CritiqueCounts.verdicts(chains);
    var blocks = new ArrayList<PageBlock>();
    if (rounds.stream().mapToInt(VerdictCounts::all).sum() == 0)
      blocks.add(new Missing("What became of each sampled revision is not in the run's files."));
    else blocks.add(table(rounds));
    blocks.add(new Prose(untaught(chains)));
    return new PageSection(TITLE, blocks);
  }

  private static DataTable table(List<VerdictCounts> rounds) {
    var headers = new ArrayList<String>(List.of("the revision"));
    IntStream.rangeClosed(1, rounds.size()).forEach(round -> headers.add("round " + round));
    headers.add("all");
    headers.add("share");
    int all = rounds.stream().mapToInt(VerdictCounts::all).sum();
    var rows = new ArrayList<List<TableCell>>();
    for (CandidateVerdict verdict : CandidateVerdict.values()) {
      int[] counts = rounds.stream().mapToInt(one -> one.count(verdict)).toArray();
      if (verdict != CandidateVerdict.TAKEN && IntStream.of(counts).sum() == 0) continue;
      rows.add(row(words(verdict), counts, all));
    }
    rows.add(row("sampled", rounds.stream().mapToInt(VerdictCounts::all).toArray(), all));
    return new DataTable(
        "What became of every sampled revision: what was taken, what was not needed because a"
            + " better candidate was taken, and what was refused, for the first reason that"
            + " applied. Counts.",
        headers,
        rows);
  }

  private static String words(CandidateVerdict verdict) {
    return verdict.refuses() ? "refused: " + verdict.words() : verdict.words();
  }

  private static List<TableCell> row(String words, int[] counts, int all) {
    var cells = new ArrayList<TableCell>(List.of(TableCell.text(words)));
    for (int count : counts) cells.add(TableCell.number(Wording.count(count)));
    int sum = IntStream.of(counts).sum();
    cells.add(TableCell.number(Wording.count(sum)));
    cells.add(TableCell.number(Wording.percent((double) sum / all)));
    return cells;
  }

  private static String untaught(List<RevisionChain> chains) {
    int none = CritiqueCounts.untaught(chains);
    String answered = Wording.count(chains.size()) + " red-team prompts with a response";
    if (none == 0) return "Each of the " + answered + " teaches at least one revision.";
    return "%s of the %s teach nothing: none of their revisions was taken, and the response itself is not taught."
        .formatted(Wording.count(none), answered);
  }
}
