package cai.report;

import cai.evaluation.Answer;
import java.awt.Color;

/// The colours of the figures: one per model, the same everywhere, told apart by people who do not
/// see red and green, and readable on white and on black.
enum Ink {
  INITIAL(0x7d8590),
  SL_CAI(0x2f7fd0),
  RL_CAI(0xd9680f),
  FIRST(0x7a5bc7),
  SECOND(0x1f998a),
  GUIDE(0x9aa1a9);

  final Color color;

  Ink(int rgb) {
    color = new Color(rgb);
  }

  static Ink of(String model) {
    return switch (model) {
      case Answer.SL_CAI -> SL_CAI;
      case Answer.RL_CAI -> RL_CAI;
      default -> INITIAL;
    };
  }
}
