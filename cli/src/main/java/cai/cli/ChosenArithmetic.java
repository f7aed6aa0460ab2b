package cai.cli;

import cai.ModelSettings;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import java.util.Set;

/// What the user's choice means on this machine.
final class ChosenArithmetic {
  private static final Set<String> NATIVE_BF16 = Set.of("avx512_bf16", "amx_bf16");

  private ChosenArithmetic() {}

  static Arithmetic of(ModelSettings.Choice choice) {
    return switch (choice) {
      case FP32 -> Arithmetic.FP32;
      case BF16 -> Arithmetic.BF16;
      case AUTO -> measured();
    };
  }

  // Without native bf16 the answer is known, and the second of measuring is saved.
  private static Arithmetic measured() {
    boolean possible = MachineArithmetic.cpuFlags().stream().anyMatch(NATIVE_BF16::contains);
    return possible ? MachineArithmetic.measured().choice() : Arithmetic.FP32;
  }
}
