package cai.report.drawing;

/// A drawn plot.
///
/// @param svg as saved, on white paper
/// @param csv the numbers that were drawn
public record Figure(String name, String title, String caption, String svg, String csv) {
  /// Draws a plot that has something to show.
  public static Figure draw(Plot plot) {
    return new Figure(plot.name(), plot.title(), plot.caption(), Drawing.svg(plot), plot.csv());
  }

  /// As it stands in the page.
  public String inline() {
    return Svg.inline(svg);
  }
}
