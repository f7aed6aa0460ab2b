package cai.report.findings;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.findings.Claim.BesideControl;
import cai.report.findings.Finding.Conclusion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a run came to, one sentence for each trained model of the method: what got better, what got
/// worse and what did not move. Scores are left out, because the run's own models give them.
public final class Headline {
  private static final Set<AnswerMeasure> OWN_JUDGES =
      Set.of(AnswerMeasure.SCORE, AnswerMeasure.JUDGE_SCORE);

  private final List<Claim> claims;

  private Headline(List<Claim> claims) {
    this.claims = claims;
  }

  /// One sentence for each model, in the order of training; none where nothing was compared.
  public static List<String> of(List<Claim> all) {
    var byModel = new LinkedHashMap<Contender, List<Claim>>();
    for (Claim one : all)
      if (!OWN_JUDGES.contains(one.measure()) && Contender.METHOD.contains(one.pair().to()))
        byModel.computeIfAbsent(one.pair().to(), _ -> new ArrayList<>()).add(one);
    return byModel.values().stream().map(claims -> new Headline(claims).sentence()).toList();
  }

  private String sentence() {
    Contender model = claims.getFirst().pair().to();
    String first = claims.getFirst().pair().from().subject();
    if (claims.stream().allMatch(one -> one.conclusion() == Conclusion.TOO_FEW))
      return "%s was asked too few prompts (%s) to say whether it is better or worse than %s."
          .formatted(model.title(), counts(), first);
    List<String> better = clauses(Conclusion.BETTER);
    List<String> worse = clauses(Conclusion.WORSE);
    var parts = new ArrayList<String>();
    parts.add(
        "%s is better than %s in %s and worse in %s"
            .formatted(model.title(), first, ways(better), ways(worse)));
    List<String> moved = clauses(Conclusion.MOVED);
    if (!moved.isEmpty()) parts.add("neither better nor worse is that " + joined(moved));
    String still = still();
    if (!still.isEmpty()) parts.add("no change is shown in " + still);
    return String.join("; ", parts) + ".";
  }

  private static String ways(List<String> clauses) {
    return clauses.isEmpty() ? "nothing that was measured" : "that " + joined(clauses);
  }

  private String counts() {
    return claims.stream()
        .collect(
            Collectors.toMap(
                Claim::group, one -> one.difference().change().n(), Math::max, LinkedHashMap::new))
        .entrySet()
        .stream()
        .map(one -> Wording.count(one.getValue()) + " " + Wording.prompts(one.getKey()))
        .collect(Collectors.joining(", "));
  }

  private List<String> clauses(Conclusion conclusion) {
    return claims.stream()
        .filter(one -> one.conclusion() == conclusion)
        .map(Headline::clause)
        .toList();
  }

  /// `it declines 57 % of red-team prompts (before: 2 %; SL-CAI (unrevised): 4 %)`.
  private static String clause(Claim claim) {
    AnswerMeasure measure = claim.measure();
    String after = Wording.value(measure, claim.difference().after());
    String prompts = Wording.prompts(claim.group());
    String what =
        switch (measure) {
          case REFUSAL -> "it declines %s of %s".formatted(after, prompts);
          case WORDS -> "its answers to %s have %s words".formatted(prompts, after);
          default -> "its %s on %s is %s".formatted(lower(measure), prompts, after);
        };
    var beside = new ArrayList<String>();
    beside.add("before: " + Wording.value(measure, claim.difference().before()));
    for (BesideControl one : claim.controls()) beside.add(beside(measure, one));
    return what + " (" + String.join("; ", beside) + ")";
  }

  private static String beside(AnswerMeasure measure, BesideControl one) {
    String value = Wording.value(measure, one.ofControl().after());
    boolean apart = one.conclusion().isDifference();
    return one.control().title() + ": " + value + (apart ? "" : ", no difference shown");
  }

  /// The measures that did not move, by prompts.
  private String still() {
    Map<PromptGroup, Set<String>> byGroup = new LinkedHashMap<>();
    for (Claim one : claims)
      if (one.conclusion() == Conclusion.NOT_SHOWN)
        byGroup.computeIfAbsent(one.group(), _ -> new LinkedHashSet<>()).add(lower(one.measure()));
    return byGroup.entrySet().stream()
        .map(one -> joined(List.copyOf(one.getValue())) + " on " + Wording.prompts(one.getKey()))
        .collect(Collectors.joining("; nor in "));
  }

  private static String lower(AnswerMeasure measure) {
    return measure.title().toLowerCase(Locale.ROOT);
  }

  private static String joined(List<String> parts) {
    if (parts.size() == 1) return parts.getFirst();
    return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }
}
