package cai.cli;

import cai.ModelSettings;
import cai.tensor.Lanes;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;

/// What the user's choice means on this machine.
final class ChosenArithmetic {
  private ChosenArithmetic() {}

  /// The arithmetic of a command that computes; how many lanes compute is settled too.
  static Arithmetic of(ModelSettings.Choice choice, Surroundings surroundings) {
    boolean asked = choice == ModelSettings.Choice.AUTO && MachineArithmetic.isChoice();
    if (asked || Lanes.isMeasured()) {
      MachineChoice made = KeptChoice.of(surroundings).get();
      Lanes.settle(made.lanes());
      if (asked) return made.arithmetic();
    }
    return switch (choice) {
      case AUTO, FP32 -> Arithmetic.FP32;
      case FP16 -> Arithmetic.FP16;
      case BF16 -> Arithmetic.BF16;
    };
  }
}
