package cai.constitution;

import java.util.Locale;

/// What a comparison is about.
public enum Aim {
  HARMLESSNESS,
  HELPFULNESS;

  /// The word in files that people write.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
