package cai.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void zeroHasNoSign() {
    assertThat(Wording.fixed(-0.001, 2)).isEqualTo("0.00");
    assertThat(Wording.signed(0.004, 2)).isEqualTo("0.00");
    assertThat(Wording.signed(0.5, 1)).isEqualTo("+0.5");
    assertThat(Wording.signed(-0.5, 1)).isEqualTo("\u22120.5");
  }

  @Test
  void whatIsNotANumberIsCalledUndefined() {
    assertThat(Wording.fixed(Double.NaN, 2)).isEqualTo("undefined");
    assertThat(Wording.signed(Double.NaN, 2)).isEqualTo("undefined");
    assertThat(Wording.percent(Double.POSITIVE_INFINITY)).isEqualTo("undefined");
    assertThat(Wording.seconds(Double.NaN)).isEqualTo("undefined");
  }

  @Test
  void timesGrowTheirUnits() {
    assertThat(Wording.seconds(9.94)).isEqualTo("9.9 s");
    assertThat(Wording.seconds(75)).isEqualTo("1 min 15 s");
    assertThat(Wording.seconds(3660)).isEqualTo("1 h 1 min");
  }

  @Test
  void ticksHaveNoMorePlacesThanTheyNeed() {
    assertThat(Plot.tick(0.30000000000000004)).isEqualTo("0.3");
    assertThat(Plot.tick(-1e-17)).isEqualTo("0");
    assertThat(Plot.tick(20)).isEqualTo("20");
    assertThat(Plot.tick(0.0002)).isEqualTo("2e-04");
  }

  @Test
  void ticksAreRoundAndFew() {
    assertThat(Footer.step(40)).isEqualTo(10);
    assertThat(Footer.step(7)).isEqualTo(1);
    assertThat(Footer.step(0.5)).isEqualTo(0.1);
    assertThat(Footer.step(0)).isEqualTo(1);
  }

  @Test
  void cellsOfCsvAreQuotedWhereTheyMustBe() {
    assertThat(Plot.Csv.cell("plain")).isEqualTo("plain");
    assertThat(Plot.Csv.cell("a, \"b\"")).isEqualTo("\"a, \"\"b\"\"\"");
  }

  @Test
  void settingsAreReadByTheirFullName() {
    Settings settings =
        Settings.of(
            """
            seed: 1
            model:
              name: "a \\"b\\": c"
              feedback: null
            reinforcement:
              guards:
                most-kl: 20
              steps: 3
            """);
    assertThat(settings.text("model.name")).contains("a \"b\": c");
    assertThat(settings.text("model.feedback")).isEmpty();
    assertThat(settings.number("reinforcement.guards.most-kl")).contains(20.0);
    assertThat(settings.number("reinforcement.steps")).contains(3.0);
    assertThat(settings.number("model.name")).isEmpty();
  }

  @Test
  void sizesAreInMillionsAndBillions() {
    assertThat(new ModelSize(134_515_008).words()).isEqualTo("135 million");
    assertThat(new ModelSize(1_235_814_400).words()).isEqualTo("1.2 billion");
    assertThat(new ModelSize(1e9).words()).isEqualTo("1 billion");
    assertThat(new ModelSize(151_000).words()).isEqualTo("151\u202f000");
  }
}
