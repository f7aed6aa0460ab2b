package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void roundsThatOtherWorkSlowedDownDoNotDecide() {
    var rounds =
        List.of(
            round(100, 300),
            round(20, 290), // fp32 was disturbed
            round(95, 30), // bf16 was disturbed
            round(50, 150), // both were
            round(98, 310));
    MachineArithmetic median = MachineArithmetic.median(rounds);
    assertThat(median.fp32()).isEqualTo(95);
    assertThat(median.bf16().orElseThrow()).isEqualTo(3 * 95.0);
    assertThat(median.fp16()).isEmpty();
    assertThat(median.choice()).isEqualTo(Arithmetic.BF16);
  }

  private static MachineArithmetic round(double fp32, double bf16) {
    return new MachineArithmetic(fp32, OptionalDouble.empty(), OptionalDouble.of(bf16));
  }
}
