package cai.report;

/// A drawn plot.
///
/// @param svg as saved, on white paper
/// @param csv the numbers that were drawn
record Figure(String name, String title, String caption, String svg, String csv) {
  static Figure draw(Plot plot, String caption) {
    return new Figure(plot.name(), plot.title(), caption, Drawing.svg(plot), plot.csv());
  }

  /// As it stands in the page.
  public String inline() {
    return Svg.inline(svg);
  }
}
