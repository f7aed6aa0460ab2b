package cai.report;

import cai.report.Plot.Mark;
import cai.report.Plot.Point;
import cai.report.Plot.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/// What stands below a chart: the labels of its points and the legend. Drawn by us because XChart
/// puts ticks where it likes and the entries of its legend too close to each other.
final class Footer {
  private static final int LABELS = 22;
  private static final int LEGEND = 26;
  private static final int SWATCH = 18;
  private static final int GAP = 6;
  private static final int BETWEEN = 22;

  private final Plot plot;
  private final TreeMap<Double, String> labels;

  Footer(Plot plot) {
    this.plot = plot;
    this.labels = labels(plot);
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

  int height() {
    return (labels.isEmpty() ? 0 : LABELS) + (hasLegend() ? LEGEND : 0);
  }

  /// A legend only where the labels do not name the series already.
  private boolean hasLegend() {
    return drawn().size() > 1 && !labels.values().containsAll(names());
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
    int y = Drawing.HEIGHT - height() + 12;
    labels.forEach((x, label) ->
        g.drawString(label, (float) (toScreen.applyAsDouble(x) - width(label) / 2), (float) y));
    if (hasLegend()) legend(g, Drawing.HEIGHT - 9);
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
    Color color = one.ink().color;
    g.setColor(color);
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
