package cai.constitution;

import java.util.ArrayList;
import java.util.List;

/// The comparison principle of helpfulness for constitutions that have none, such as the paper's,
/// whose helpfulness labels came from people (section 4).
final class BuiltInHelpfulness {
  static final String ID = "built-in-helpfulness";

  private BuiltInHelpfulness() {}

  static Constitution addTo(Constitution constitution) {
    if (!constitution.comparisonPrinciples(Aim.HELPFULNESS).isEmpty()) return constitution;
    var comparisons = new ArrayList<>(constitution.comparisonPrinciples());
    comparisons.add(
        new ComparisonPrinciple(
            ID,
            Aim.HELPFULNESS,
            Templates.text("helpfulness-question"),
            List.of(Templates.text("helpfulness-positive")),
            List.of(Templates.text("helpfulness-negative"))));
    return new Constitution(constitution.name(), constitution.critiquePrinciples(), comparisons);
  }
}
