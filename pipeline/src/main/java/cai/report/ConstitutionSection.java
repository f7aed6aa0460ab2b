package cai.report;

import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.evaluation.RevisionScore;
import cai.feedback.Comparison;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.TableCell;
import cai.report.findings.PairedDifference;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What became of each principle of the constitution.
final class ConstitutionSection {
  private ConstitutionSection() {}

  static PageSection of(RunFiles run) {
    var blocks = new ArrayList<PageBlock>();
    if (run.texts().chains().isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.CRITIQUE, "draws of critique principles")));
    } else {
      blocks.add(critique(run));
    }
    if (run.labels().comparisons().isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.FEEDBACK, "draws of comparison principles")));
    } else {
      blocks.add(comparison(run));
    }
    return new PageSection("Constitution: what became of each principle", blocks);
  }

  /// What the rounds under one critique principle came to.
  private static final class PrincipleUse {
    final ClusteredValues accepted = new ClusteredValues(PairedDifference.SEED);
    final ClusteredValues changes = new ClusteredValues(PairedDifference.SEED);
  }

  private static DataTable critique(RunFiles run) {
    Map<String, Double> scores = new HashMap<>();
    for (RevisionScore score : run.evaluation().revisionScores())
      scores.put(score.id() + "/" + score.round(), score.score());
    var uses = new TreeMap<String, PrincipleUse>();
    for (RevisionChain chain : run.texts().chains()) {
      for (int i = 0; i < chain.rounds().size(); i++) {
        Round round = chain.rounds().get(i);
        PrincipleUse use = uses.computeIfAbsent(round.principle(), id -> new PrincipleUse());
        use.accepted.add(chain.conversation(), round.accepted() ? 1 : 0);
        if (!round.accepted()) continue;
        Double before = scores.get(chain.id() + "/" + i);
        Double after = scores.get(chain.id() + "/" + (i + 1));
        if (before != null && after != null && Double.isFinite(after - before))
          use.changes.add(chain.conversation(), after - before);
      }
    }
    var rows = new ArrayList<List<TableCell>>();
    uses.forEach((id, use) ->
        rows.add(
            List.of(
                TableCell.principle(id, run.critiqueRequest(id)),
                TableCell.number(Wording.count(use.accepted.size())),
                TableCell.number(Wording.share(use.accepted.share())),
                TableCell.number(change(use.changes)),
                TableCell.number(use.changes.size() == 0 ? "0" : prompts(use.changes)))));
    return new DataTable(
        "Critique principles. The change of the preference-model score is the mean over accepted"
            + " revisions under the principle. Brackets hold 95\u00a0% intervals; n counts"
            + " prompts.",
        List.of("principle", "drawn", "accepted", "score change", "n"), rows);
  }

  private static String prompts(ClusteredValues values) {
    return Wording.count(values.mean().n());
  }

  private static String change(ClusteredValues changes) {
    if (changes.size() == 0) return "not scored";
    Interval change = changes.mean();
    String mean = Wording.signed(change.mean(), 2);
    return change.n() < 5 ? mean : mean + " " + Wording.ends(change, end -> Wording.signed(end, 2));
  }

  private static DataTable comparison(RunFiles run) {
    var groups = new TreeMap<String, List<Comparison>>();
    for (Comparison one : run.labels().comparisons())
      groups.computeIfAbsent(one.principle(), id -> new ArrayList<>()).add(one);
    var rows = new ArrayList<List<TableCell>>();
    groups.forEach((id, group) -> {
      List<Double> labels =
          group.stream().flatMap(c -> c.verdict().probabilityFirst().stream()).toList();
      double sureness =
          labels.stream().mapToDouble(p -> Math.max(p, 1 - p)).average().orElse(Double.NaN);
      long flipped = group.stream().filter(c -> c.verdict().flipped()).count();
      rows.add(
          List.of(
              TableCell.principle(id, run.question(id)),
              TableCell.text(Wording.aim(group.getFirst().aim())),
              TableCell.number(Wording.count(group.size())),
              TableCell.number(Wording.count(group.size() - labels.size())),
              TableCell.number(labels.isEmpty() ? "no label" : Wording.fixed(sureness, 2)),
              TableCell.number(Wording.count(flipped))));
    });
    return new DataTable(
        "Comparison principles. Confidence is the mean of max(p, 1\u00a0\u2212\u00a0p) over the"
            + " labels given under the principle.",
        List.of("principle", "aim", "drawn", "unreadable", "confidence", "order flips"),
        rows);
  }
}
