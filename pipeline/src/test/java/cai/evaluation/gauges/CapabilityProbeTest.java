package cai.evaluation.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.evaluation.gauges.ProbeResult.ProbeChange;
import cai.language.Prompt;
import cai.language.ScriptedLanguageModel;
import cai.run.Seeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CapabilityProbeTest {
  private static ProbeLoss loss(String id, double loss) {
    return new ProbeLoss(ProbeLoss.FORMAT, id, Optional.of(loss), 10, "");
  }

  private static ProbeLoss refused(String id) {
    return new ProbeLoss(ProbeLoss.FORMAT, id, Optional.empty(), 0, "too long");
  }

  private static CapabilityProbe probe(Map<String, List<ProbeLoss>> losses) {
    var ordered = new LinkedHashMap<String, List<ProbeLoss>>();
    List.of("initial", "sl-cai").forEach(name -> ordered.put(name, losses.get(name)));
    return new CapabilityProbe(ordered, new Seeds(1));
  }

  // By hand: a token is a word, so "two three four" after "one" has three; -6 / 3 = 2 nats each.
  @Test
  void lossIsPerTokenBehindTheOpening() {
    var model = ScriptedLanguageModel.scoring(_ -> List.of(-6.0));
    List<ProbeLoss> losses =
        CapabilityProbe.ask(model, List.of(new ProbePassage("p", "one\n", "two three four")));
    assertThat(losses).containsExactly(new ProbeLoss("probe-loss/1", "p", Optional.of(2.0), 3, ""));
    assertThat(model.scorings().getFirst().prompt()).isEqualTo(new Prompt.PlainText("one\n"));
  }

  // By hand: losses 2 and 4 have the mean 3; the changes are +1 on the first passage and 0 on the
  // second, so the mean change is one half and its interval goes from 0 to 1.
  @Test
  void aModelIsComparedPassageByPassageWithTheOneItWasTrainedFrom() {
    CapabilityProbe probe =
        probe(
            Map.of(
                "initial", List.of(loss("a", 2), loss("b", 4)),
                "sl-cai", List.of(loss("a", 3), loss("b", 4))));
    List<ProbeResult> results = probe.results(Map.of("sl-cai", "initial"));
    assertThat(results.getFirst().loss()).isCloseTo(3, within(1e-12));
    assertThat(results.getFirst().passages()).isEqualTo(2);
    assertThat(results.getFirst().tokens()).isEqualTo(20);
    assertThat(results.getFirst().change()).isEmpty();
    assertThat(results.getFirst().sinceFirst()).isEmpty();
    assertThat(results.getLast().sinceFirst()).isEqualTo(results.getLast().change());
    assertThat(results.getLast().change()).contains(new ProbeChange("initial", 0.5, 0, 1));
    assertThat(probe.exclusions()).isEmpty();
  }

  @Test
  void passagesThatOneModelCouldNotReadAreLeftOutOfTheComparison() {
    CapabilityProbe probe =
        probe(
            Map.of(
                "initial", List.of(loss("a", 2), refused("b")),
                "sl-cai", List.of(loss("a", 3), loss("b", 9))));
    ProbeResult later = probe.results(Map.of("sl-cai", "initial")).getLast();
    assertThat(later.change()).contains(new ProbeChange("initial", 1, 1, 1));
    assertThat(probe.exclusions())
        .containsExactly(
            "1 of 2 passages of the capability probe could not be put to initial; the first is b:"
                + " too long.");
  }

  @Test
  void aModelThatCouldNotBeAskedHasNoResult() {
    CapabilityProbe probe =
        probe(Map.of("initial", List.of(refused("a")), "sl-cai", List.of(loss("a", 3))));
    assertThat(probe.results(Map.of("sl-cai", "initial")))
        .singleElement()
        .satisfies(one -> assertThat(one.change()).isEmpty());
  }
}
