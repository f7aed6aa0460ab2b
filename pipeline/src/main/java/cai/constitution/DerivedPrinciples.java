package cai.constitution;

import java.util.List;

/// Principles completed by templates: both kinds with all that belongs to them from one plain
/// sentence, and yes/no questions for a principle that came without any.
final class DerivedPrinciples {
  private static final String PRINCIPLE = "{principle}";

  private DerivedPrinciples() {}

  static CritiquePrinciple critique(String id, String sentence) {
    return new CritiquePrinciple(
        id,
        Templates.fill("critique-request", PRINCIPLE, sentence),
        Templates.fill("revision-request", PRINCIPLE, sentence),
        Templates.lines("lead-ins"),
        List.of(Templates.fill("positive", PRINCIPLE, sentence)),
        List.of(Templates.fill("negative", PRINCIPLE, sentence)));
  }

  static ComparisonPrinciple comparison(String id, String sentence) {
    return new ComparisonPrinciple(
        id,
        Aim.HARMLESSNESS,
        Templates.fill("question", PRINCIPLE, sentence),
        List.of(Templates.fill("positive", PRINCIPLE, sentence)),
        List.of(Templates.fill("negative", PRINCIPLE, sentence)));
  }

  /// The principle with questions, where it has none of either kind.
  static CritiquePrinciple withQuestions(CritiquePrinciple principle) {
    if (!principle.positive().isEmpty() || !principle.negative().isEmpty()) return principle;
    String request = principle.critiqueRequest();
    return new CritiquePrinciple(
        principle.id(),
        request,
        principle.revisionRequest(),
        principle.leadIns(),
        List.of(Templates.fill("critique-positive", "{request}", request)),
        List.of(Templates.fill("critique-negative", "{request}", request)));
  }

  /// The principle with questions, where it has none of either kind.
  static ComparisonPrinciple withQuestions(ComparisonPrinciple principle) {
    if (!principle.positive().isEmpty() || !principle.negative().isEmpty()) return principle;
    String question = principle.question();
    return new ComparisonPrinciple(
        principle.id(),
        principle.aim(),
        question,
        List.of(Templates.fill("comparison-positive", "{question}", question)),
        List.of(Templates.fill("comparison-negative", "{question}", question)));
  }
}
