package cai.critique.acceptance;

import static cai.critique.acceptance.CandidateVerdict.NOT_FLUENT;
import static cai.critique.acceptance.CandidateVerdict.OFF_TOPIC;
import static cai.critique.acceptance.CandidateVerdict.WORSE_UNDER_PRINCIPLE;
import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.acceptance.OwnResponses.Spread;
import cai.recipe.Defaults;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AcceptanceTest {
  private static final OwnResponses OWN =
      new OwnResponses(new Spread(1, 0.5), new Spread(-3, 0.25));
  private static final Optional<TextReading> BEFORE = Optional.of(text(1.5, -2));
  private static final Map<String, Object> BOUNDS =
      Map.of(
          "mostTopicLoss",
          0.75,
          "topicFloor",
          1.0,
          "mostFluencyLoss",
          1.0,
          "fluencyFloor",
          2.0,
          "mostPrincipleLoss",
          0.5);

  private static TextReading text(double topic, double fluency) {
    return new TextReading(topic + fluency, fluency, 10);
  }

  private static Acceptance acceptance(Optional<OwnResponses> own) {
    return new Acceptance(Defaults.of(AcceptanceSettings.class, BOUNDS), Optional.empty(), own);
  }

  private static Optional<CandidateVerdict> objection(double topic, double fluency) {
    return acceptance(Optional.of(OWN)).objection(BEFORE, text(topic, fluency));
  }

  @Test
  void aTextMayLoseTopicUpToTheBoundAndStayAboveTheFloor() {
    // The text before has 1.5, so 0.75 is the least; the floor is 1 - 0.5.
    assertThat(objection(0.75, -2)).isEmpty();
    assertThat(objection(0.74, -2)).contains(OFF_TOPIC);
    var unknown = acceptance(Optional.of(OWN));
    assertThat(unknown.objection(Optional.empty(), text(0.5, -2))).isEmpty();
    assertThat(unknown.objection(Optional.empty(), text(0.49, -2))).contains(OFF_TOPIC);
  }

  @Test
  void soWithFluency() {
    // The text before has -2, so -3 is the least; the floor is -3 - 2 x 0.25.
    assertThat(objection(1, -3)).isEmpty();
    assertThat(objection(1, -3.125)).contains(NOT_FLUENT);
    var unknown = acceptance(Optional.of(OWN));
    assertThat(unknown.objection(Optional.empty(), text(1, -3.5))).isEmpty();
    assertThat(unknown.objection(Optional.empty(), text(1, -3.625))).contains(NOT_FLUENT);
  }

  @Test
  void offTopicIsTheFirstReason() {
    assertThat(objection(0, -9)).contains(OFF_TOPIC);
  }

  @Test
  void withoutResponsesOfItsOwnNoFloorHolds() {
    var none = acceptance(Optional.empty());
    assertThat(none.objection(Optional.empty(), text(-9, -9))).isEmpty();
    assertThat(none.objection(BEFORE, text(0.74, -2))).contains(OFF_TOPIC);
  }

  @Test
  void aTextMayLoseUnderThePrincipleUpToTheBound() {
    var any = acceptance(Optional.empty());
    assertThat(any.objection(1.0, 0.5)).isEmpty();
    assertThat(any.objection(1.0, 0.49)).contains(WORSE_UNDER_PRINCIPLE);
    assertThat(any.objection(-1.0, 2)).isEmpty();
  }
}
