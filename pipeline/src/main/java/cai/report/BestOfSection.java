package cai.report;

import cai.bestof.BestOfMeasures;
import cai.bestof.BestOfMeasures.BestOfValue;
import cai.evaluation.Contender;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What the choice of the preference model among several answers of SL-CAI is worth.
final class BestOfSection {
  private BestOfSection() {}

  static PageSection of(Contender contender, BestOfMeasures best) {
    var blocks = new ArrayList<PageBlock>();
    if (best.values().isEmpty()) {
      blocks.add(new Missing("No answer could be scored, so nothing was measured."));
    } else {
      blocks.add(new Prose(sentence(best)));
      blocks.add(
          PageBlock.figures(List.of(SCORE.drawn(contender, best), GUARDED.drawn(contender, best))));
    }
    return new PageSection(
        "Reinforcement: %s by a choice among answers".formatted(contender.title()), blocks);
  }

  private static String sentence(BestOfMeasures best) {
    BestOfValue one = best.values().getFirst();
    BestOfValue all = best.values().getLast();
    return "Policy best-of-n: nothing is trained; whenever the model is asked, SL-CAI gives %s answers and the preference model chooses one. On %s training prompts its score rises from %s for one answer to %s; the guards took something from %s of all answers and from %s of the chosen ones. The KL to SL-CAI is at most %s nats per answer."
        .formatted(
            Wording.count(all.candidates()),
            Wording.count(best.prompts()),
            Wording.fixed(one.score(), 2),
            Wording.fixed(all.score(), 2),
            Wording.percent(best.guardedShare()),
            Wording.percent(best.guardedChosenShare()),
            Wording.fixed(best.klBound(), 2));
  }

  /// A number of the chosen answer over the number of candidates.
  private record ChoiceCurve(
      String name, String title, String caption, ToDoubleFunction<BestOfValue> value) {
    Plot drawn(Contender contender, BestOfMeasures best) {
      List<Point> points =
          best.values().stream()
              .map(one -> Point.of(one.candidates(), value.applyAsDouble(one)))
              .toList();
      return new Plot(
          "best-of-n-" + name,
          title,
          caption,
          "answers chosen from",
          YAxis.FREE,
          List.of(new Series(title, contender.color(), Mark.LINE, points)));
    }
  }

  private static final ChoiceCurve SCORE =
      new ChoiceCurve(
          "score",
          "Score of the chosen answer",
          "What the preference model gives, expected over the answers that were drawn.",
          BestOfValue::score);

  private static final ChoiceCurve GUARDED =
      new ChoiceCurve(
          "guarded",
          "Score less what the guards take",
          "In the deviation of the preference model's training answers; by this the choice is"
              + " made.",
          BestOfValue::guarded);
}
