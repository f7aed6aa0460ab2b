package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineArithmeticTest {
  @Test
  void bf16IsChosenOnlyWhereItIsClearlyFaster() {
    assertThat(new MachineArithmetic(true, 100, 300).choice()).isEqualTo(Arithmetic.BF16);
    assertThat(new MachineArithmetic(true, 100, 110).choice()).isEqualTo(Arithmetic.FP32);
    assertThat(new MachineArithmetic(false, 100, 0).choice()).isEqualTo(Arithmetic.FP32);
  }

  @Test
  void amxAloneDoesNotCount() {
    assertThat(MachineArithmetic.hasNativeBf16(Set.of("avx2", "avx512f", "amx_bf16"))).isFalse();
    assertThat(MachineArithmetic.hasNativeBf16(Set.of("avx2"))).isFalse();
  }

  @Test
  void measuringFindsHowFastTheMachineMultiplies() {
    MachineArithmetic measured = MachineArithmetic.measured();
    assertThat(measured.fp32()).isPositive();
    assertThat(measured.bf16() > 0).isEqualTo(measured.nativeBf16());
  }
}
