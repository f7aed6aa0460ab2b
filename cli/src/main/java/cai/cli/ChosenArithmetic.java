package cai.cli;

import cai.ModelSettings;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;

/// What the user's choice means on this machine.
final class ChosenArithmetic {
  private ChosenArithmetic() {}

  static Arithmetic of(ModelSettings.Choice choice) {
    return switch (choice) {
      case FP32 -> Arithmetic.FP32;
      case FP16 -> Arithmetic.FP16;
      case BF16 -> Arithmetic.BF16;
      case AUTO -> MachineArithmetic.chosen();
    };
  }
}
