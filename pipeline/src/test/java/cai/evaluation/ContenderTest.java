package cai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cai.evaluation.Contender.Pairing;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContenderTest {
  private static final Contender HELPFUL = Contender.HELPFUL;
  private static final Contender SL_CAI = Contender.SL_CAI;
  private static final Contender RL_CAI = Contender.RL_CAI;
  private static final Contender CONTROL = Contender.named("sl-cai@unrevised");

  @Test
  void modelsOfTheMethodAreComparedInTheOrderOfTraining() {
    assertThat(Contender.steps(Contender.METHOD))
        .containsExactly(new Pairing(HELPFUL, SL_CAI), new Pairing(SL_CAI, RL_CAI));
    assertThat(Contender.pairings(Contender.METHOD))
        .containsExactly(
            new Pairing(HELPFUL, SL_CAI),
            new Pairing(SL_CAI, RL_CAI),
            new Pairing(HELPFUL, RL_CAI));
    assertThat(Contender.pairings(List.of(HELPFUL, RL_CAI)))
        .containsExactly(new Pairing(HELPFUL, RL_CAI));
    assertThat(Contender.pairings(List.of(SL_CAI))).isEmpty();
  }

  @Test
  void aVariantIsWhatTheModelThatItVariesIsMeasuredAgainst() {
    List<Contender> all = List.of(HELPFUL, SL_CAI, CONTROL, RL_CAI);
    assertThat(Contender.steps(all))
        .containsExactly(
            new Pairing(HELPFUL, SL_CAI),
            new Pairing(CONTROL, SL_CAI),
            new Pairing(SL_CAI, RL_CAI));
    assertThat(Contender.pairings(all))
        .endsWith(new Pairing(HELPFUL, RL_CAI), new Pairing(HELPFUL, CONTROL));
    assertThat(Contender.steps(List.of(HELPFUL, CONTROL)))
        .containsExactly(new Pairing(HELPFUL, CONTROL));
  }

  @Test
  void aModelOfNoKnownNameIsComparedWithTheFirst() {
    Contender other = Contender.named("best-of-8");
    assertThat(Contender.steps(List.of(HELPFUL, SL_CAI, other)))
        .containsExactly(new Pairing(HELPFUL, SL_CAI), new Pairing(HELPFUL, other));
    assertThat(other.title()).isEqualTo("best-of-8");
  }

  @Test
  void aVariantHasTheTitleOfItsModelAndAPalerColour() {
    assertThat(CONTROL).isEqualTo(SL_CAI.variant("unrevised"));
    assertThat(CONTROL.title()).isEqualTo("SL-CAI (unrevised)");
    assertThat(CONTROL.color()).isEqualTo(0x97bfe7);
    assertThat(CONTROL.style()).isEqualTo("sl_cai_unrevised");
    Contender helpfulOnly = Contender.named("sl-cai@helpful-only");
    assertThat(helpfulOnly.title()).isEqualTo("SL-CAI (helpful only)");
    assertThat(helpfulOnly.color()).isNotEqualTo(CONTROL.color()).isNotEqualTo(SL_CAI.color());
    assertThat(Contender.named("rl-cai")).isEqualTo(RL_CAI);
  }
}
