package cai.report;

import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.evaluation.RevisionScore;
import cai.feedback.Comparison;
import cai.report.Block.Cell;
import cai.report.Block.Missing;
import cai.report.Block.Row;
import cai.report.Block.Table;
import cai.run.StageWord;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What became of each principle of the constitution.
final class ConstitutionSection {
  private ConstitutionSection() {}

  static Section of(RunFiles run) {
    var blocks = new ArrayList<Block>();
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
    return new Section("Constitution: what became of each principle", blocks);
  }

  private static final class Use {
    final Clustered accepted = new Clustered();
    final Clustered changes = new Clustered();
  }

  private static Table critique(RunFiles run) {
    Map<String, Double> scores = new HashMap<>();
    for (RevisionScore score : run.evaluation().revisionScores())
      scores.put(score.id() + "/" + score.round(), score.score());
    var uses = new TreeMap<String, Use>();
    for (RevisionChain chain : run.texts().chains()) {
      for (int i = 0; i < chain.rounds().size(); i++) {
        Round round = chain.rounds().get(i);
        Use use = uses.computeIfAbsent(round.principle(), id -> new Use());
        use.accepted.add(chain.conversation(), round.accepted() ? 1 : 0);
        if (!round.accepted()) continue;
        Double before = scores.get(chain.id() + "/" + i);
        Double after = scores.get(chain.id() + "/" + (i + 1));
        if (before != null && after != null && Double.isFinite(after - before))
          use.changes.add(chain.conversation(), after - before);
      }
    }
    var rows = new ArrayList<Row>();
    uses.forEach((id, use) ->
        rows.add(
            Row.of(
                Cell.principle(id, run.principles().critique(id)),
                Cell.number(Wording.count(use.accepted.size())),
                Cell.number(share(use.accepted.share())),
                Cell.number(change(use.changes)),
                Cell.number(use.changes.size() == 0 ? "0" : prompts(use.changes)))));
    return new Table(
        "Critique principles. The change of the preference-model score is the mean over accepted"
            + " revisions under the principle. Brackets hold 95\u00a0% intervals; n counts"
            + " prompts.",
        List.of("principle", "drawn", "accepted", "score change", "n"), rows);
  }

  private static String prompts(Clustered values) {
    return Wording.count(values.mean().n());
  }

  private static String share(Interval share) {
    return Wording.percent(share.mean()) + " " + Wording.ends(share, Wording::percent);
  }

  private static String change(Clustered changes) {
    if (changes.size() == 0) return "not scored";
    Interval change = changes.mean();
    String mean = Wording.signed(change.mean(), 2);
    return change.n() < 5 ? mean : mean + " " + Wording.ends(change, end -> Wording.signed(end, 2));
  }

  private static Table comparison(RunFiles run) {
    var groups = new TreeMap<String, List<Comparison>>();
    for (Comparison one : run.labels().comparisons())
      groups.computeIfAbsent(one.principle(), id -> new ArrayList<>()).add(one);
    var rows = new ArrayList<Row>();
    groups.forEach((id, group) -> {
      List<Double> labels =
          group.stream().flatMap(c -> c.verdict().probabilityFirst().stream()).toList();
      double sureness =
          labels.stream().mapToDouble(p -> Math.max(p, 1 - p)).average().orElse(Double.NaN);
      long flipped = group.stream().filter(c -> c.verdict().flipped()).count();
      rows.add(
          Row.of(
              Cell.principle(id, run.principles().comparison(id)),
              Cell.text(Wording.aim(group.getFirst().aim())),
              Cell.number(Wording.count(group.size())),
              Cell.number(Wording.count(group.size() - labels.size())),
              Cell.number(labels.isEmpty() ? "no label" : Wording.fixed(sureness, 2)),
              Cell.number(Wording.count(flipped))));
    });
    return new Table(
        "Comparison principles. Confidence is the mean of max(p, 1\u00a0\u2212\u00a0p) over the"
            + " labels given under the principle.",
        List.of("principle", "aim", "drawn", "unreadable", "confidence", "order flips"),
        rows);
  }
}
