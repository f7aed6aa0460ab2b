package cai.critique.acceptance;

import static cai.critique.acceptance.CandidateVerdict.NOT_FLUENT;
import static cai.critique.acceptance.CandidateVerdict.OFF_TOPIC;
import static cai.critique.acceptance.CandidateVerdict.WORSE_UNDER_PRINCIPLE;
import static org.assertj.core.api.Assertions.assertThat;

import cai.language.ScriptedLanguageModel;
import cai.recipe.Defaults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AcceptanceTest {
  private static final Map<String, Object> BOUNDS =
      Map.of("leastTopic", 0.25, "leastFluency", -5.0, "mostPrincipleLoss", Optional.of(0.5));

  private static final Acceptance ACCEPTANCE =
      new Acceptance(
          Defaults.of(AcceptanceSettings.class, BOUNDS),
          ScriptedLanguageModel.answering(_ -> ""),
          List.of());

  private static Optional<CandidateVerdict> objection(double topic, double fluency) {
    return ACCEPTANCE.objection(new TextReading(topic + fluency, fluency, 10));
  }

  @Test
  void aTextMayLieOnItsBoundsAndNotBelow() {
    assertThat(objection(0.25, -5)).isEmpty();
    assertThat(objection(0.125, -5)).contains(OFF_TOPIC);
    assertThat(objection(0.25, -5.125)).contains(NOT_FLUENT);
  }

  @Test
  void offTopicIsTheFirstReason() {
    assertThat(objection(0, -9)).contains(OFF_TOPIC);
  }

  @Test
  void aTextMayLoseUnderThePrincipleUpToTheBound() {
    assertThat(ACCEPTANCE.objection(1.0, 0.5)).isEmpty();
    assertThat(ACCEPTANCE.objection(1.0, 0.49)).contains(WORSE_UNDER_PRINCIPLE);
    assertThat(ACCEPTANCE.objection(-1.0, 2)).isEmpty();
    assertThat(ACCEPTANCE.comparesUnderPrinciple()).isTrue();
  }

  @Test
  void withoutABoundThePrincipleRefusesNothing() {
    var without =
        new Acceptance(
            Defaults.of(AcceptanceSettings.class, Map.of()),
            ScriptedLanguageModel.answering(_ -> ""),
            List.of());
    assertThat(without.objection(9, -9)).isEmpty();
    assertThat(without.comparesUnderPrinciple()).isFalse();
  }
}
