package cai.report;

import cai.report.Block.Missing;
import cai.report.Block.Prose;
import cai.report.Block.Subject;
import cai.report.Block.Verdicts;
import cai.report.Movement.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What moved and what did not, in sentences.
final class MovementSection {
  private MovementSection() {}

  static Section of(RunFiles run, List<Movement> movements) {
    var blocks = new ArrayList<Block>();
    if (movements.isEmpty()) {
      blocks.add(new Missing("Nothing was measured that could have moved."));
      return new Section("Report: what moved and what did not", blocks);
    }
    blocks.add(new Prose(verdict(movements)));
    blocks.add(new Prose(scale(run)));
    blocks.add(
        new Prose(
            "Brackets hold 95\u00a0% intervals, of the difference where two things are compared on"
                + " the same prompts; n counts prompts. \u25b2 is better, \u25bc worse, \u25c6 a"
                + " change of which neither way is better by itself, such as of words."));
    blocks.add(new Verdicts(subjects(run, movements)));
    if (run.evaluation().answers().isEmpty())
      blocks.add(
          new Missing("The models were not compared: the evaluation stage has left no answers."));
    return new Section("Report: what moved and what did not", blocks);
  }

  /// How many of the comparisons moved.
  static String verdict(List<Movement> movements) {
    long moved = moved(movements);
    long still = count(movements, Verdict.NOT_SHOWN);
    long few = count(movements, Verdict.TOO_FEW);
    long above = count(movements, Verdict.ABOVE_CHANCE);
    long below = count(movements, Verdict.BELOW_CHANCE);
    long chance = below + count(movements, Verdict.AT_CHANCE);
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
            ways(movements),
            still,
            above + chance,
            above,
            below == 0 ? "" : " and " + below + " below it",
            small,
            luck);
  }

  /// The same in one sentence, for the top of the page.
  static String shortVerdict(List<Movement> movements) {
    long moved = moved(movements);
    long still = count(movements, Verdict.NOT_SHOWN);
    return "Of %s measured differences between texts or models, %s moved%s and %s did not."
        .formatted(moved + still, moved, ways(movements), still);
  }

  private static long moved(List<Movement> movements) {
    return movements.stream().filter(m -> m.verdict().isDifference()).count();
  }

  /// How many of those that moved did so for the better or the worse.
  private static String ways(List<Movement> movements) {
    long better = count(movements, Verdict.BETTER);
    long worse = count(movements, Verdict.WORSE);
    long neither = count(movements, Verdict.MOVED);
    if (better + worse + neither == 0) return "";
    var parts = new ArrayList<String>();
    if (better > 0) parts.add(better + " for the better");
    if (worse > 0) parts.add(worse + " for the worse");
    if (neither > 0) parts.add(neither + " where neither way is better");
    return ", " + String.join(", ", parts) + ",";
  }

  private static long count(List<Movement> movements, Verdict verdict) {
    return movements.stream().filter(m -> m.verdict() == verdict).count();
  }

  private static String scale(RunFiles run) {
    var size = ModelSize.of(run.manifest());
    if (size.isEmpty())
      return "The paper's effects are those of models of up to 52 billion parameters; a much"
          + " smaller model need not show them.";
    String start =
        "The model of this run has %s parameters, the paper's 52 billion."
            .formatted(size.get().words());
    if (!size.get().small()) return start + " Smaller models show weaker effects.";
    return start
        + " At this size most critiques miss the point, the feedback model is little better than"
        + " chance and the preference model leans on length, so some of what the paper found will"
        + " not appear here, and a higher score need not mean a better answer: read the examples.";
  }

  private static List<Subject> subjects(RunFiles run, List<Movement> movements) {
    var groups = new LinkedHashMap<String, List<Movement>>();
    for (Movement one : movements)
      groups.computeIfAbsent(one.subject(), s -> new ArrayList<>()).add(one);
    var subjects = new ArrayList<Subject>();
    groups.forEach((name, group) ->
        subjects.add(new Subject(name, Judges.on(run, name), Paper.on(name), group)));
    return subjects;
  }
}
