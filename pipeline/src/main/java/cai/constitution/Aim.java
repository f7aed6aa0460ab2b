package cai.constitution;

import java.util.Locale;

/// The aim of a principle and of a comparison: harmlessness or helpfulness.
public enum Aim {
  HARMLESSNESS,
  HELPFULNESS;

  /// The word in files that people write.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
