package cai.report;

import cai.evaluation.Contender;
import java.awt.Color;

/// The colours of the figures, readable on white and on black.
record Ink(Color color) {
  static final Ink FIRST = new Ink(0x7a5bc7);
  static final Ink SECOND = new Ink(0x1f998a);
  static final Ink GUIDE = new Ink(0x9aa1a9);

  private Ink(int rgb) {
    this(new Color(rgb));
  }

  /// A model has the same colour everywhere.
  static Ink of(Contender contender) {
    return new Ink(contender.color());
  }
}
