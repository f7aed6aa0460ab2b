package cai.report.drawing;

import static org.assertj.core.api.Assertions.assertThat;

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
  void cellsOfCsvAreQuotedWhereTheyMustBe() {
    assertThat(Plot.cell("plain")).isEqualTo("plain");
    assertThat(Plot.cell("a, \"b\"")).isEqualTo("\"a, \"\"b\"\"\"");
  }
}
