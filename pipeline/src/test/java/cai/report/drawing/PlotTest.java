package cai.report.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import cai.report.drawing.Plot.YAxis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {
  @Test
  void ticksHaveNoMorePlacesThanTheyNeed() {
    assertThat(Plot.tick(0.30000000000000004)).isEqualTo("0.3");
    assertThat(Plot.tick(-1e-17)).isEqualTo("0");
    assertThat(Plot.tick(20)).isEqualTo("20");
    assertThat(Plot.tick(0.0002)).isEqualTo("2e-04");
  }

  @Test
  void ticksAreRoundAndFew() {
    assertThat(ChartFooter.step(40)).isEqualTo(10);
    assertThat(ChartFooter.step(7)).isEqualTo(1);
    assertThat(ChartFooter.step(0.5)).isEqualTo(0.1);
    assertThat(ChartFooter.step(0)).isEqualTo(1);
  }

  @Test
  void labelsThatWouldRunIntoEachOtherTakeTurnsOnSeveralLines() {
    int oneLine = footer("initial", "SL-CAI", "RL-CAI");
    assertThat(footer("initial", "SL-CAI", "SL-CAI (unrevised)", "RL-CAI (unrevised)"))
        .isEqualTo(2 * oneLine);
    String longest = "RL-CAI (with a word as long as it gets)";
    assertThat(footer(longest, longest, longest, longest)).isEqualTo(3 * oneLine);
    assertThat(footer(longest)).isEqualTo(oneLine);
  }

  /// Height of what stands below a chart whose points have labels.
  private static int footer(String... labels) {
    var points = new ArrayList<Point>();
    for (String label : labels) points.add(new Point(points.size(), label, 0.5, 0.5, 0.5));
    var series = new Series("models", Plot.FIRST, Mark.POINTS, points);
    return new ChartFooter(new Plot("some", "Some", "", "", YAxis.SHARE, List.of(series))).height();
  }

  @Test
  void cellsOfCsvAreQuotedWhereTheyMustBe() {
    assertThat(Plot.cell("plain")).isEqualTo("plain");
    assertThat(Plot.cell("a, \"b\"")).isEqualTo("\"a, \"\"b\"\"\"");
  }
}
