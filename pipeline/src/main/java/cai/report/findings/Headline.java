package cai.report.findings;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.gauges.ProbeResult;
import cai.evaluation.gauges.ProbeResult.ProbeChange;
import cai.report.findings.Claim.BesideControl;
import cai.report.findings.Finding.Conclusion;
import cai.report.findings.RunFiles.EvaluationFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a run came to, one sentence for each trained model of the method: what got better, what got
/// worse and what did not move, by groups of prompts and on unrelated text. Scores are left out,
/// because the run's own models give them, and so is what is neither better nor worse.
public final class Headline {
  private static final Set<AnswerMeasure> OWN_JUDGES =
      Set.of(AnswerMeasure.SCORE, AnswerMeasure.JUDGE_SCORE);

  private static final String UNRELATED = "unrelated text";

  private final List<Claim> claims;
  private final Optional<ProbeResult> probe; // of the same model, with its change since the first

  private Headline(List<Claim> claims, List<ProbeResult> probe) {
    this.claims = claims;
    this.probe =
        probe.stream()
            .filter(one -> one.model().equals(claims.getFirst().pair().to().name()))
            .filter(one -> one.sinceFirst().isPresent())
            .findFirst();
  }

  /// The sentences on a run; none where nothing was compared.
  ///
  /// @param smallSample fewest prompts from which a comparison says whether something moved
  public static List<String> of(EvaluationFiles evaluation, int smallSample) {
    return of(
        Claims.of(evaluation, smallSample),
        evaluation.summary().flatMap(EvaluationSummary::probe).orElse(List.of()));
  }

  /// One sentence for each model, in the order of training.
  static List<String> of(List<Claim> all, List<ProbeResult> probe) {
    var byModel = new LinkedHashMap<Contender, List<Claim>>();
    for (Claim one : all)
      if (!OWN_JUDGES.contains(one.measure()) && Contender.METHOD.contains(one.pair().to()))
        byModel.computeIfAbsent(one.pair().to(), _ -> new ArrayList<>()).add(one);
    return byModel.values().stream().map(claims -> new Headline(claims, probe).sentence()).toList();
  }

  private String sentence() {
    String model = claims.getFirst().pair().to().title();
    if (claims.stream().allMatch(one -> one.conclusion() == Conclusion.TOO_FEW))
      return "%s was asked too few prompts (%s) to say whether it is better or worse than %s."
          .formatted(model, counts(), claims.getFirst().pair().from().subject());
    var parts = new ArrayList<String>();
    parts.add(model + " got better on " + groups(Conclusion.BETTER));
    parts.add("got worse on " + groups(Conclusion.WORSE));
    List<String> still = still();
    if (!still.isEmpty()) parts.add("did not move on " + joined(still));
    return joined(parts) + ".";
  }

  private String counts() {
    var counts = new LinkedHashMap<String, Integer>();
    for (Claim one : claims)
      counts.merge(Wording.prompts(one.group()), one.difference().change().n(), Math::max);
    return counts.entrySet().stream()
        .map(one -> Wording.count(one.getValue()) + " " + one.getKey())
        .collect(Collectors.joining(", "));
  }

  /// `red-team prompts (declines 57 %, before 2 %)`, all groups with such a claim.
  private String groups(Conclusion conclusion) {
    var groups = new LinkedHashMap<String, List<String>>();
    for (Claim one : claims)
      if (one.conclusion() == conclusion)
        groups
            .computeIfAbsent(Wording.prompts(one.group()), _ -> new ArrayList<>())
            .add(clause(one));
    probe
        .filter(one -> ofProbe(one) == conclusion)
        .ifPresent(one -> groups.put(UNRELATED, List.of(lossOf(one))));
    if (groups.isEmpty()) return "nothing that was measured";
    return joined(
        groups.entrySet().stream()
            .map(one -> one.getKey() + " (" + String.join("; ", one.getValue()) + ")")
            .toList());
  }

  private static ProbeChange since(ProbeResult probe) {
    return probe.sinceFirst().orElseThrow();
  }

  /// A lower loss is better.
  private static Conclusion ofProbe(ProbeResult probe) {
    ProbeChange change = since(probe);
    if (change.low() <= 0 && change.high() >= 0) return Conclusion.NOT_SHOWN;
    return Conclusion.of(change.change(), -1);
  }

  /// The change is paired by passage, so what is left is the first model's loss.
  private static String lossOf(ProbeResult one) {
    return "loss "
        + Wording.fixed(one.loss(), 2)
        + " nats per token, before "
        + Wording.fixed(one.loss() - since(one).change(), 2);
  }

  private static String clause(Claim claim) {
    AnswerMeasure measure = claim.measure();
    String what =
        measure == AnswerMeasure.REFUSAL ? "declines" : measure.title().toLowerCase(Locale.ROOT);
    var clause = new StringBuilder(what);
    clause.append(' ').append(Wording.value(measure, claim.difference().after()));
    clause.append(", before ").append(Wording.value(measure, claim.difference().before()));
    for (BesideControl one : claim.controls()) clause.append(beside(measure, one));
    return clause.toString();
  }

  private static String beside(AnswerMeasure measure, BesideControl one) {
    String value = Wording.value(measure, one.ofControl().after());
    boolean apart = one.conclusion().isDifference();
    return ", " + one.control().title() + " " + value + (apart ? "" : ", not told apart");
  }

  /// The groups of prompts on which nothing got better or worse.
  private List<String> still() {
    var still = new LinkedHashSet<String>();
    for (Claim one : claims)
      if (one.conclusion() == Conclusion.NOT_SHOWN) still.add(Wording.prompts(one.group()));
    for (Claim one : claims)
      if (one.conclusion() == Conclusion.BETTER || one.conclusion() == Conclusion.WORSE)
        still.remove(Wording.prompts(one.group()));
    probe.filter(one -> ofProbe(one) == Conclusion.NOT_SHOWN).ifPresent(_ -> still.add(UNRELATED));
    return List.copyOf(still);
  }

  private static String joined(List<String> parts) {
    if (parts.size() == 1) return parts.getFirst();
    String comma = parts.size() > 2 ? ", and " : " and ";
    return String.join(", ", parts.subList(0, parts.size() - 1)) + comma + parts.getLast();
  }
}
