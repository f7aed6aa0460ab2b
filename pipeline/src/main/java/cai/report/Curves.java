package cai.report;

import cai.report.Block.Captioned;
import cai.report.Plot.Frame;
import cai.report.Plot.Mark;
import cai.report.Plot.Point;
import cai.report.Plot.Series;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Lines over the steps of a training stage.
final class Curves {
  private Curves() {}

  /// One value of each step; steps whose value is not a number leave a gap in the data, not in the
  /// page.
  static <T> Series line(
      String name, Ink ink, List<T> steps, ToDoubleFunction<T> step, ToDoubleFunction<T> value) {
    List<Point> points =
        steps.stream()
            .map(one -> new double[] {step.applyAsDouble(one), value.applyAsDouble(one)})
            .filter(point -> Double.isFinite(point[1]))
            .map(point -> Point.of(point[0], point[1]))
            .toList();
    return new Series(name, ink, points.size() == 1 ? Mark.POINTS : Mark.LINE, points);
  }

  /// A plot with its caption, which says where steps are not drawn because their value is not a
  /// number.
  static Captioned captioned(int steps, Plot plot, String caption) {
    int drawn = plot.series().stream().mapToInt(one -> one.points().size()).min().orElse(0);
    if (drawn >= steps) return new Captioned(plot, caption);
    int missing = steps - drawn;
    String which = missing == 1 ? "One step has" : Wording.count(missing) + " steps have";
    return new Captioned(plot, caption + " " + which + " no finite number here: not drawn.");
  }

  /// A plot over steps.
  static Plot plot(String name, String title, Frame frame, List<Series> series) {
    return new Plot(name, title, "step", frame, series);
  }
}
