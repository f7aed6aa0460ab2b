package cai.cli.machine;

import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.language.local.ModelSettings;
import cai.provenance.Machine;
import cai.tensor.Lanes;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;

/// Turns the user's choice of arithmetic into one that this machine can compute in.
public final class ChosenArithmetic {
  private ChosenArithmetic() {}

  /// The arithmetic for a command that computes. The number of lanes is set, too.
  public static Arithmetic of(ModelSettings.ArithmeticChoice choice, Surroundings surroundings) {
    boolean asked = choice == ModelSettings.ArithmeticChoice.AUTO && MachineArithmetic.isChoice();
    if (asked || Lanes.isMeasured()) {
      MachineChoice made = KeptChoice.of(surroundings).get();
      Lanes.settle(made.lanes());
      if (asked) return made.arithmetic();
    }
    return supported(
        switch (choice) {
          case AUTO, FP32 -> Arithmetic.FP32;
          case FP16 -> Arithmetic.FP16;
          case BF16 -> Arithmetic.BF16;
        });
  }

  /// @throws UserError where this machine cannot compute in the arithmetic
  public static Arithmetic supported(Arithmetic arithmetic) {
    if (MachineArithmetic.supports(arithmetic)) return arithmetic;
    String needed = arithmetic == Arithmetic.BF16 ? "AVX512" : "AVX2";
    throw new UserError(
        "arithmetic: %s needs a processor with %s, which this one (%s) has not; take fp32 or auto"
            .formatted(Choices.word(arithmetic), needed, Machine.cpuName()));
  }
}
