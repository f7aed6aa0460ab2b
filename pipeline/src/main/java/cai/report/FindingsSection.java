package cai.report;

import cai.provenance.Manifest;
import cai.report.PageBlock.FindingGroup;
import cai.report.PageBlock.FindingGroups;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.findings.Claim;
import cai.report.findings.Claims;
import cai.report.findings.Finding;
import cai.report.findings.Finding.Conclusion;
import cai.report.findings.RunFiles;
import cai.report.findings.Topic;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What got better, what got worse and what did not move, in sentences.
final class FindingsSection {
  private static final String HEADING =
      "Report: what got better, what got worse and what did not move";

  private static final double BILLION = 1e9;

  private FindingsSection() {}

  static PageSection of(RunFiles run, List<Finding> findings, int smallSample) {
    var blocks = new ArrayList<PageBlock>();
    if (findings.isEmpty()) {
      blocks.add(new Missing("Nothing was measured that could have moved."));
      return new PageSection(HEADING, blocks);
    }
    List<Claim> claims = Claims.of(run.evaluation(), smallSample);
    blocks.add(
        new Prose(
            "Brackets hold 95\u00a0% intervals, of the difference where two things are compared on"
                + " the same prompts; n counts prompts; p is the probability of so large a"
                + " difference if chance had given each prompt's its sign. \u25b2 is better, \u25bc"
                + " worse, \u25c6 a change of which neither way is better by itself, such as of"
                + " words."));
    if (!claims.isEmpty()) blocks.addAll(ClaimsTable.of(claims));
    blocks.add(new Prose(verdict(findings)));
    blocks.add(new Prose(scale(run.manifest().flatMap(Manifest::parameters))));
    blocks.add(new FindingGroups(groups(findings)));
    if (run.evaluation().answers().isEmpty())
      blocks.add(
          new Missing("The models were not compared: the evaluation stage has left no answers."));
    return new PageSection(HEADING, blocks);
  }

  /// How many of the comparisons moved.
  static String verdict(List<Finding> findings) {
    long moved = moved(findings);
    long still = count(findings, Conclusion.NOT_SHOWN);
    long few = count(findings, Conclusion.TOO_FEW);
    long above = count(findings, Conclusion.ABOVE_CHANCE);
    long below = count(findings, Conclusion.BELOW_CHANCE);
    long chance = below + count(findings, Conclusion.AT_CHANCE);
    String small = few == 0 ? "" : " For %s the sample is too small to say.".formatted(few);
    String luck =
        moved + still < 10
            ? ""
            : " With this many 95\u00a0%% intervals, about %s would look like movement by luck alone."
                .formatted(Math.max(1, Math.round((moved + still) / 20.0)));
    return "Of %s differences between texts or models, %s moved (their 95\u00a0%% interval leaves out zero)%s and %s did not; of %s shares that chance would put at one half, %s are above it%s.%s%s"
        .formatted(
            moved + still,
            moved,
            ways(findings),
            still,
            above + chance,
            above,
            below == 0 ? "" : " and " + below + " below it",
            small,
            luck);
  }

  private static long moved(List<Finding> findings) {
    return findings.stream().filter(one -> one.conclusion().isDifference()).count();
  }

  /// How many of the differences that moved did so for the better or the worse.
  private static String ways(List<Finding> findings) {
    long better = count(findings, Conclusion.BETTER);
    long worse = count(findings, Conclusion.WORSE);
    long neither = count(findings, Conclusion.MOVED);
    if (better + worse + neither == 0) return "";
    var parts = new ArrayList<String>();
    if (better > 0) parts.add(better + " for the better");
    if (worse > 0) parts.add(worse + " for the worse");
    if (neither > 0) parts.add(neither + " where neither way is better");
    return ", " + String.join(", ", parts) + ",";
  }

  private static long count(List<Finding> findings, Conclusion conclusion) {
    return findings.stream().filter(one -> one.conclusion() == conclusion).count();
  }

  private static String scale(Optional<Long> parameters) {
    if (parameters.isEmpty())
      return "The paper's effects are those of models of up to 52 billion parameters; a much"
          + " smaller model need not show them.";
    String start =
        "The model of this run has %s parameters, the paper's 52 billion."
            .formatted(Wording.parameters(parameters.get()));
    if (parameters.get() >= BILLION) return start + " Smaller models show weaker effects.";
    return start
        + " At this size most critiques miss the point, the feedback model is little better than"
        + " chance and the preference model leans on length, so some of what the paper found will"
        + " not appear here, and a higher score need not mean a better answer: read the examples.";
  }

  private static List<FindingGroup> groups(List<Finding> findings) {
    var groups = new LinkedHashMap<Topic, List<Finding>>();
    for (Finding one : findings)
      groups.computeIfAbsent(one.topic(), _ -> new ArrayList<>()).add(one);
    return groups.entrySet().stream()
        .map(group -> new FindingGroup(group.getKey(), group.getValue()))
        .toList();
  }
}
