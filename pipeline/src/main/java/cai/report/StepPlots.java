package cai.report;

import cai.report.drawing.Plot;
import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.Wording;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Plots of what a training stage logged at each of its steps.
///
/// @param number of a step
record StepPlots<T>(List<T> steps, ToDoubleFunction<T> number) {
  /// One value of each step; steps whose value is not a number leave a gap in the data, not in the
  /// page.
  Series line(String name, int color, ToDoubleFunction<T> value) {
    List<Point> points =
        steps.stream()
            .filter(one -> Double.isFinite(value.applyAsDouble(one)))
            .map(one -> Point.of(number.applyAsDouble(one), value.applyAsDouble(one)))
            .toList();
    return new Series(name, color, points.size() == 1 ? Mark.POINTS : Mark.LINE, points);
  }

  /// A plot of lines. Its caption says how many steps are not drawn because their value is not a
  /// number.
  Plot plot(String name, String title, YAxis yAxis, String caption, Series... lines) {
    List<Series> series = List.of(lines);
    int drawn = series.stream().mapToInt(one -> one.points().size()).min().orElse(0);
    int missing = steps.size() - drawn;
    String which = missing == 1 ? "One step has" : Wording.count(missing) + " steps have";
    String said =
        missing <= 0 ? caption : caption + " " + which + " no finite number here: not drawn.";
    return new Plot(name, title, said, "step", yAxis, series);
  }
}
