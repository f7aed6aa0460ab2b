package cai.provenance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Identities of runs for tests.
public final class BareIdentity {
  private BareIdentity() {}

  /// A run of which no more is known than its recipe's file and its seed.
  public static RunIdentity of(String recipeFile, long seed) {
    return new RunIdentity(
        recipeFile,
        "",
        List.of(),
        "",
        seed,
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        List.of());
  }
}
