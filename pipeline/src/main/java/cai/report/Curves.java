package cai.report;

import cai.report.Plot.Frame;
import cai.report.Plot.Mark;
import cai.report.Plot.Point;
import cai.report.Plot.Series;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Lines over the steps of a training stage.
final class Curves {
  private Curves() {}

  /// One value of each step.
  static <T> Series line(
      String name, Ink ink, List<T> steps, ToDoubleFunction<T> step, ToDoubleFunction<T> value) {
    List<Point> points =
        steps.stream()
            .map(one -> Point.of(step.applyAsDouble(one), value.applyAsDouble(one)))
            .toList();
    return new Series(name, ink, points.size() == 1 ? Mark.POINTS : Mark.LINE, points);
  }

  /// A plot over steps.
  static Plot plot(String name, String title, Frame frame, List<Series> series) {
    return new Plot(name, title, "step", frame, series);
  }
}
