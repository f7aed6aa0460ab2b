package cai.constitution;

import cai.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The principles and the faults found so far in the files of a constitution.
final class Draft {
  final Problems problems = new Problems();
  private final List<String> names = new ArrayList<>();
  private final List<CritiquePrinciple> critiques = new ArrayList<>();
  private final List<ComparisonPrinciple> comparisons = new ArrayList<>();
  private final Map<String, String> places = new HashMap<>();
  private int read;

  void name(String name) {
    names.add(name);
  }

  void add(CritiquePrinciple principle, String where) {
    read++;
    String text = principle.critiqueRequest() + " " + principle.revisionRequest();
    if (isNew("critique principle", principle.id(), text, where))
      critiques.add(DerivedPrinciples.withQuestions(principle));
  }

  void add(ComparisonPrinciple principle, String where) {
    read++;
    String text = principle.aim() + " " + principle.question();
    if (isNew("comparison principle", principle.id(), text, where))
      comparisons.add(DerivedPrinciples.withQuestions(principle));
  }

  private boolean isNew(String kind, String id, String text, String where) {
    String words = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    String sameId = places.putIfAbsent(kind + " id " + id, where);
    String sameText = places.putIfAbsent(kind + " text " + words, where);
    if (sameId != null)
      problems.add(
          where, kind + " id '" + id + "' occurs twice, first at " + sameId + "; rename one");
    if (sameText != null)
      problems.add(where, kind + " '" + id + "' repeats the text at " + sameText + "; drop one");
    return sameId == null && sameText == null;
  }

  /// The constitution, or one error with all problems.
  Constitution finish(String place) {
    if (read == 0 && problems.isEmpty())
      problems.add(
          place,
          "holds no principles; give 'principles', or 'critique-principles' and"
              + " 'comparison-principles'");
    problems.throwIfAny();
    return new Constitution(String.join(" + ", names), critiques, comparisons);
  }
}
