package cai.constitution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Warns of properties of a constitution that are allowed and probably unintended.
public final class ConstitutionLint {
  /// Length of the longest text that a small model still follows. **Unit**: characters.
  static final int LONG = 400;

  /// The share of common words above which two principles count as the same principle in other
  /// words.
  static final double ALIKE = 0.8;

  private ConstitutionLint() {}

  /// One sentence for each finding, in the order of the principles.
  public static List<String> warnings(Constitution constitution) {
    var warnings = new ArrayList<String>();
    for (CritiquePrinciple p : constitution.critiquePrinciples()) {
      String name = "critique principle '" + p.id() + "'";
      polarity(name, p.positive(), p.negative(), warnings);
      length(name, List.of(p.critiqueRequest(), p.revisionRequest()), warnings);
      leadIns(name, p.leadIns(), warnings);
    }
    for (ComparisonPrinciple p : constitution.comparisonPrinciples()) {
      String name = "comparison principle '" + p.id() + "'";
      polarity(name, p.positive(), p.negative(), warnings);
      length(name, List.of(p.question()), warnings);
    }
    alike(
        constitution.critiquePrinciples(),
        CritiquePrinciple::id,
        p -> p.critiqueRequest() + " " + p.revisionRequest(),
        warnings);
    for (Aim aim : Aim.values())
      alike(
          constitution.comparisonPrinciples(aim),
          ComparisonPrinciple::id,
          ComparisonPrinciple::question,
          warnings);
    return List.copyOf(warnings);
  }

  /// What the constitution lacks for lead-ins and what follows, for runs that use them; empty where
  /// it lacks nothing. A principle written out in full may leave them out on purpose.
  public static Optional<String> withoutLeadIns(Constitution constitution) {
    List<CritiquePrinciple> all = constitution.critiquePrinciples();
    List<String> without =
        all.stream().filter(p -> p.leadIns().isEmpty()).map(CritiquePrinciple::id).toList();
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d critique principles have no lead-ins, the first is '%s'; revisions under them begin freely, and small models then hardly ever decline"
                .formatted(without.size(), all.size(), without.getFirst()));
  }

  private static void polarity(
      String name, List<String> positive, List<String> negative, List<String> warnings) {
    if (positive.isEmpty() != negative.isEmpty())
      warnings.add(
          name
              + " has no "
              + (positive.isEmpty() ? "positive" : "negative")
              + " question; small models say Yes to everything, so labels need both kinds");
  }

  private static void leadIns(String name, List<String> leadIns, List<String> warnings) {
    if (leadIns.size() == 1)
      warnings.add(
          name
              + " has one lead-in, so all declines under it begin with the same words; give it"
              + " several: a reason, a safer way, a question back");
    if (new HashSet<>(leadIns).size() < leadIns.size()) warnings.add(name + " has a lead-in twice");
    leadIns.stream()
        .filter(leadIn -> leadIn.matches("(?s).*[.!?]\\W*"))
        .findFirst()
        .ifPresent(leadIn ->
            warnings.add(
                "%s has the lead-in \"%s\", which is finished; leave its last sentence open, so that the model goes on"
                    .formatted(name, leadIn)));
  }

  private static void length(String name, List<String> texts, List<String> warnings) {
    int longest = texts.stream().mapToInt(String::length).max().orElse(0);
    if (longest > LONG)
      warnings.add(
          name + " has a text of " + longest + " characters; small models follow shorter ones");
  }

  private static <T> void alike(
      List<T> principles, Function<T, String> id, Function<T, String> text, List<String> warnings) {
    List<Set<String>> words = principles.stream().map(p -> words(text.apply(p))).toList();
    for (int i = 0; i < words.size(); i++)
      for (int j = i + 1; j < words.size(); j++)
        if (overlap(words.get(i), words.get(j)) >= ALIKE)
          warnings.add(
              "principles '%s' and '%s' are nearly the same; their theme is drawn twice as often"
                  .formatted(id.apply(principles.get(i)), id.apply(principles.get(j))));
  }

  private static Set<String> words(String text) {
    var words = new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    words.remove("");
    return words;
  }

  /// Jaccard index: common words over all words.
  private static double overlap(Set<String> a, Set<String> b) {
    var common = new HashSet<>(a);
    common.retainAll(b);
    var all = new HashSet<>(a);
    all.addAll(b);
    return all.isEmpty() ? 0 : (double) common.size() / all.size();
  }
}
