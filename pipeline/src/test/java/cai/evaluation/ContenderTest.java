package cai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cai.evaluation.Contender.Pairing;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContenderTest {
  private static final Contender INITIAL = Contender.INITIAL;
  private static final Contender SL_CAI = Contender.SL_CAI;
  private static final Contender RL_CAI = Contender.RL_CAI;
  private static final Contender CONTROL = Contender.named("sl-cai@unrevised");

  @Test
  void modelsOfTheMethodAreComparedInTheOrderOfTraining() {
    assertThat(Contender.steps(Contender.METHOD))
        .containsExactly(new Pairing(INITIAL, SL_CAI), new Pairing(SL_CAI, RL_CAI));
    assertThat(Contender.pairings(Contender.METHOD))
        .containsExactly(
            new Pairing(INITIAL, SL_CAI),
            new Pairing(SL_CAI, RL_CAI),
            new Pairing(INITIAL, RL_CAI));
    assertThat(Contender.pairings(List.of(INITIAL, RL_CAI)))
        .containsExactly(new Pairing(INITIAL, RL_CAI));
    assertThat(Contender.pairings(List.of(SL_CAI))).isEmpty();
  }

  @Test
  void aVariantIsWhatTheModelThatItVariesIsMeasuredAgainst() {
    List<Contender> all = List.of(INITIAL, SL_CAI, CONTROL, RL_CAI);
    assertThat(Contender.steps(all))
        .containsExactly(
            new Pairing(INITIAL, SL_CAI),
            new Pairing(CONTROL, SL_CAI),
            new Pairing(SL_CAI, RL_CAI));
    assertThat(Contender.pairings(all))
        .endsWith(new Pairing(INITIAL, RL_CAI), new Pairing(INITIAL, CONTROL));
    assertThat(Contender.steps(List.of(INITIAL, CONTROL)))
        .containsExactly(new Pairing(INITIAL, CONTROL));
  }

  @Test
  void aModelOfNoKnownNameIsComparedWithTheFirst() {
    Contender other = Contender.named("best-of-8");
    assertThat(Contender.steps(List.of(INITIAL, SL_CAI, other)))
        .containsExactly(new Pairing(INITIAL, SL_CAI), new Pairing(INITIAL, other));
    assertThat(other.title()).isEqualTo("best-of-8");
  }

  @Test
  void aVariantHasTheTitleOfItsModelAndAPalerColour() {
    assertThat(CONTROL).isEqualTo(SL_CAI.variant("unrevised", CONTROL.name()));
    assertThat(CONTROL.title()).isEqualTo("SL-CAI (unrevised)");
    assertThat(CONTROL.color()).isEqualTo(0x97bfe7);
    assertThat(CONTROL.style()).isEqualTo("sl_cai_unrevised");
    assertThat(Contender.named("rl-cai")).isEqualTo(RL_CAI);
  }
}
