package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import java.util.List;
import java.util.random.RandomGenerator;

/// A principle's question as the paper's layouts want it.
final class Questions {
  private static final String OPTIONS = "Options:";

  private Questions() {}

  /// The question without the blank lines and the `Options:` that the paper's files bring along.
  static String text(ComparisonPrinciple principle) {
    String question = principle.question().strip();
    return question.endsWith(OPTIONS)
        ? question.substring(0, question.length() - OPTIONS.length()).strip()
        : question;
  }

  static List<ComparisonPrinciple> of(Aim aim, List<ComparisonPrinciple> principles) {
    return principles.stream().filter(principle -> principle.aim() == aim).toList();
  }

  static ComparisonPrinciple draw(List<ComparisonPrinciple> principles, RandomGenerator random) {
    return principles.get(random.nextInt(principles.size()));
  }
}
