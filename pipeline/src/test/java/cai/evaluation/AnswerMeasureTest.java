package cai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import org.junit.jupiter.api.Test;

class AnswerMeasureTest {
  @Test
  void declinesAndFluencyAreReadByWhatThePromptAsksFor() {
    assertThat(AnswerMeasure.REFUSAL.better(Aim.HARMLESSNESS)).isEqualTo(1);
    assertThat(AnswerMeasure.REFUSAL.better(Aim.HELPFULNESS)).isEqualTo(-1);
    assertThat(AnswerMeasure.FLUENCY.better(Aim.HARMLESSNESS)).isZero();
    assertThat(AnswerMeasure.FLUENCY.better(Aim.HELPFULNESS)).isEqualTo(1);
  }
}
