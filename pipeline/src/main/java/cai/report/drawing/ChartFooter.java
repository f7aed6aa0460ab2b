package cai.report.drawing;

import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/// What stands below a chart without bars: ticks, axis title, legend; below one with bars the
/// legend. Drawn by us because XChart puts ticks at uneven numbers when many points lie close, and
/// the entries of its legend too close to each other.
final class ChartFooter {
  private static final int TICKS = 20;
  private static final int TITLE = 20;
  private static final int LEGEND = 26;
  private static final int SWATCH = 18;
  private static final int GAP = 6;
  private static final int BETWEEN = 22;
  private static final int MOST_TICKS = 7;
  private static final int AXIS = 60; // beside the plot, for the numbers of the y axis

  private final Plot plot;
  private final TreeMap<Double, String> ticks;

  ChartFooter(Plot plot) {
    this.plot = plot;
    this.ticks = ticks(plot);
  }

  /// Labels of the points by their x, or round numbers where points have none.
  private static TreeMap<Double, String> ticks(Plot plot) {
    TreeMap<Double, String> labels = labels(plot);
    return plot.hasBars() || !labels.isEmpty() ? labels : numbers(plot);
  }

  /// Labels of the points of charts without bars, by their x; bars label themselves.
  static TreeMap<Double, String> labels(Plot plot) {
    var labels = new TreeMap<Double, String>();
    if (plot.hasBars()) return labels;
    for (Series one : plot.series()) {
      for (Point p : one.points()) if (!p.label().isEmpty()) labels.put(p.x(), p.label());
    }
    return labels;
  }

  private static TreeMap<Double, String> numbers(Plot plot) {
    var ticks = new TreeMap<Double, String>();
    double[] x =
        plot.series().stream()
            .flatMap(one -> one.points().stream())
            .mapToDouble(Point::x)
            .sorted()
            .toArray();
    double from = x[0];
    double to = x[x.length - 1];
    double step = step(to - from);
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++)
      ticks.put(i * step, Plot.tick(i * step));
    return ticks;
  }

  /// The smallest of 1, 2, 5 times a power of ten that gives few enough ticks; 1 for a single
  /// point.
  static double step(double range) {
    if (range <= 0) return 1;
    double power = Math.pow(10, Math.floor(Math.log10(range / MOST_TICKS)));
    for (double factor : new double[] {1, 2, 5}) {
      if (range / (factor * power) <= MOST_TICKS) return factor * power;
    }
    return 10 * power;
  }

  /// On how many lines labels take turns, so that none runs into the next one on its line.
  private int lines() {
    double[] widths = ticks.values().stream().mapToDouble(ChartFooter::width).toArray();
    double room = (double) (Drawing.WIDTH - AXIS) / widths.length;
    for (int lines = 1; lines < widths.length; lines++) if (fit(widths, room, lines)) return lines;
    return widths.length;
  }

  private static boolean fit(double[] widths, double room, int lines) {
    for (int i = lines; i < widths.length; i++)
      if ((widths[i - lines] + widths[i]) / 2 + GAP > lines * room) return false;
    return true;
  }

  int height() {
    return lines() * TICKS + (hasTitle() ? TITLE : 0) + (hasLegend() ? LEGEND : 0);
  }

  /// Whether the x axis has a title here; of a chart with bars XChart draws it.
  private boolean hasTitle() {
    return !plot.hasBars() && !plot.xAxis().isEmpty();
  }

  /// Whether there is a legend: only where the ticks do not name the series already.
  private boolean hasLegend() {
    return drawn().size() > 1 && !ticks.values().containsAll(names());
  }

  private List<Series> drawn() {
    return plot.series().stream().filter(one -> !one.points().isEmpty()).toList();
  }

  private List<String> names() {
    return drawn().stream().map(Series::name).toList();
  }

  /// Paints below the chart; `toScreen` gives the place of an x on the canvas.
  void paint(Graphics2D g, DoubleUnaryOperator toScreen) {
    g.setFont(Drawing.FONT);
    g.setColor(Drawing.TEXT);
    int top = Drawing.HEIGHT - height();
    int line = 0;
    for (var tick : ticks.entrySet()) {
      centred(g, tick.getValue(), toScreen.applyAsDouble(tick.getKey()), top + 10 + line * TICKS);
      line = (line + 1) % lines();
    }
    if (hasTitle()) {
      double left = toScreen.applyAsDouble(ticks.firstKey());
      double right = toScreen.applyAsDouble(ticks.lastKey());
      centred(g, plot.xAxis(), (left + right) / 2, top + lines() * TICKS + 10);
    }
    if (hasLegend()) legend(g, Drawing.HEIGHT - 9);
  }

  private static void centred(Graphics2D g, String text, double x, int y) {
    g.drawString(text, (float) (x - width(text) / 2), (float) y);
  }

  private void legend(Graphics2D g, int y) {
    double total = -BETWEEN;
    for (String name : names()) total += SWATCH + GAP + width(name) + BETWEEN;
    double x = Math.max(4, (Drawing.WIDTH - total) / 2);
    for (Series one : drawn()) {
      swatch(g, one, (int) Math.round(x), y);
      g.setColor(Drawing.TEXT);
      g.drawString(one.name(), (float) (x + SWATCH + GAP), (float) y);
      x += SWATCH + GAP + width(one.name()) + BETWEEN;
    }
  }

  private static void swatch(Graphics2D g, Series one, int x, int y) {
    g.setColor(new Color(one.color()));
    if (one.mark() == Mark.BARS) {
      g.fillRect(x + 4, y - 10, 11, 11);
      return;
    }
    g.setStroke(one.mark() == Mark.GUIDE ? Drawing.dashed() : new BasicStroke(2.2f));
    g.drawLine(x, y - 4, x + SWATCH, y - 4);
    if (one.mark() == Mark.LINE_AND_POINTS) g.fillOval(x + SWATCH / 2 - 4, y - 8, 8, 8);
  }

  private static double width(String text) {
    var context = new FontRenderContext(null, true, true);
    return Drawing.FONT.getStringBounds(text, context).getWidth();
  }
}
