package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineArithmeticTest {
  @Test
  void bf16IsChosenOnlyWhereItIsClearlyFaster() {
    assertThat(machine(OptionalDouble.empty(), OptionalDouble.of(300))).isEqualTo(Arithmetic.BF16);
    assertThat(machine(OptionalDouble.empty(), OptionalDouble.of(110))).isEqualTo(Arithmetic.FP32);
    assertThat(machine(OptionalDouble.empty(), OptionalDouble.empty())).isEqualTo(Arithmetic.FP32);
  }

  @Test
  void halfPrecisionIsChosenOnlyWhereItIsClearlyFaster() {
    assertThat(machine(OptionalDouble.of(150), OptionalDouble.empty())).isEqualTo(Arithmetic.FP16);
    assertThat(machine(OptionalDouble.of(110), OptionalDouble.empty())).isEqualTo(Arithmetic.FP32);
    assertThat(MachineArithmetic.suitsFp16(Set.of("avx2", "fma", "f16c"))).isTrue();
    assertThat(MachineArithmetic.suitsFp16(Set.of("avx2", "fma", "f16c", "avx512f"))).isFalse();
    assertThat(MachineArithmetic.suitsFp16(Set.of("avx2"))).isFalse();
  }

  private static Arithmetic machine(OptionalDouble fp16, OptionalDouble bf16) {
    return new MachineArithmetic(100, fp16, bf16).choice();
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
    Set<String> flags = MachineArithmetic.cpuFlags();
    assertThat(measured.bf16().isPresent()).isEqualTo(MachineArithmetic.hasNativeBf16(flags));
    assertThat(measured.fp16().isPresent()).isEqualTo(MachineArithmetic.suitsFp16(flags));
  }
}
