package cai.report.drawing;

import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A plot drawn by XChart. Small on purpose: at this size the letters stay readable when a phone
/// shows the figure across its whole width. The title stands in the page, not in the drawing.
final class Drawing {
  static final int WIDTH = 440;
  static final int HEIGHT = 280;
  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Color TEXT = new Color(0x24292f);
  static final Color PAPER = Color.WHITE;
  static final Color GRID = new Color(0xd8dee4);

  private Drawing() {}

  /// The plot as SVG text whose element ids begin with the plot's name.
  static String svg(Plot plot) {
    AxesChart<?, ?> chart = plot.hasBars() ? bars(plot) : lines(plot);
    var footer = new ChartFooter(plot);
    return Svg.of(
        plot.name(),
        plot.title(),
        g -> {
          g.setColor(PAPER);
          g.fillRect(0, 0, WIDTH, HEIGHT);
          chart.paint(g, WIDTH, HEIGHT - footer.height());
          footer.paint(g, chart::getScreenXFromChart);
        });
  }

  private static XYChart lines(Plot plot) {
    var chart = new XYChart(WIDTH, HEIGHT);
    style(chart.getStyler(), plot);
    chart.setXAxisTitle(plot.xAxis());
    for (Series one : plot.series()) {
      if (!one.points().isEmpty()) add(chart, one);
    }
    labelTicks(chart.getStyler(), plot);
    return chart;
  }

  private static void add(XYChart chart, Series one) {
    for (Point point : one.points()) if (point.low() < point.high()) addInterval(chart, one, point);
    double[] x = one.points().stream().mapToDouble(Point::x).toArray();
    double[] y = one.points().stream().mapToDouble(Point::y).toArray();
    var series = chart.addSeries(one.name(), x, y);
    series.setXYSeriesRenderStyle(
        one.mark() == Mark.POINTS ? XYSeriesRenderStyle.Scatter : XYSeriesRenderStyle.Line);
    boolean dots = one.mark() == Mark.POINTS || one.mark() == Mark.LINE_AND_POINTS;
    series.setMarker(dots ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(new Color(one.color()));
    series.setLineColor(new Color(one.color()));
    series.setLineStyle(one.mark() == Mark.GUIDE ? dashed() : new BasicStroke(1.8f));
  }

  /// A vertical line of its own: XChart's error bars are symmetric, bootstrap intervals are not.
  private static void addInterval(XYChart chart, Series one, Point point) {
    String name = one.name() + " interval at " + point.x();
    double[] x = {point.x(), point.x()};
    var line = chart.addSeries(name, x, new double[] {point.low(), point.high()});
    line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(new Color(one.color()));
    line.setLineStyle(new BasicStroke(2.4f));
    line.setShowInLegend(false);
  }

  static BasicStroke dashed() {
    return new BasicStroke(
        1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {5f, 4f}, 0f);
  }

  private static CategoryChart bars(Plot plot) {
    var chart = new CategoryChart(WIDTH, HEIGHT);
    style(chart.getStyler(), plot);
    chart.getStyler().setAvailableSpaceFill(0.86);
    chart.setXAxisTitle(plot.xAxis());
    for (Series one : plot.series()) {
      List<String> labels = one.points().stream().map(Point::label).toList();
      var series =
          chart.addSeries(one.name(), labels, one.points().stream().map(Point::y).toList());
      series.setFillColor(new Color(one.color()));
    }
    return chart;
  }

  /// The footer writes the ticks.
  private static void labelTicks(AxesChartStyler styler, Plot plot) {
    styler.setXAxisTicksVisible(false);
    var at = ChartFooter.labels(plot);
    if (at.isEmpty()) return;
    styler.setXAxisMin(at.firstKey() - 0.5).setXAxisMax(at.lastKey() + 0.5);
  }

  private static void style(AxesChartStyler styler, Plot plot) {
    styler.setChartTitleVisible(false);
    styler.setChartBackgroundColor(PAPER).setPlotBackgroundColor(PAPER);
    styler.setPlotBorderVisible(false).setChartPadding(6);
    styler.setChartFontColor(TEXT);
    styler.setAxisTickLabelsFont(FONT).setAxisTitleFont(FONT);
    styler.setAxisTickLabelsColor(TEXT).setAxisTickMarksColor(GRID);
    styler.setPlotGridLinesColor(GRID).setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setYAxisTickLabelsFormattingFunction(Plot::tick);
    styler
        .setXAxisTitleVisible(plot.hasBars() && !plot.xAxis().isEmpty())
        .setYAxisTitleVisible(false);
    styler.setLocale(Locale.ROOT).setDecimalPattern("#.####");
    styler.setXAxisTickMarkSpacingHint(70).setYAxisTickMarkSpacingHint(42);
    styler.setMarkerSize(9);
    styler.setLegendVisible(false);
    if (!Double.isNaN(plot.yAxis().from())) styler.setYAxisMin(plot.yAxis().from());
    if (!Double.isNaN(plot.yAxis().to())) styler.setYAxisMax(plot.yAxis().to());
  }
}
