package cai.cost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// The model of a planned run, as far as costs depend on it.
///
/// @param counting gives the number of tokens of a text
/// @param memory that it takes
/// @param rows sequences that it works on at once
public record PlannedModel(ToIntFunction<String> counting, MemoryEstimate memory, int rows) {
  /// Tokens of a text.
  public double tokens(String text) {
    return counting.applyAsInt(text);
  }

  /// Mean number of tokens of some texts, 0 of none.
  public double mean(Stream<String> texts) {
    return texts.mapToInt(counting).average().orElse(0);
  }

  /// Length of a text that is made of a file. The length for a file that is not here, as when the
  /// paper's run is planned, is assumed.
  public Length length(Path file, int assumed, Function<Path, String> text) {
    if (Files.exists(file)) return Length.of(tokens(text.apply(file)));
    return new Length(
        assumed,
        Optional.of("%s not found; %d tokens are assumed".formatted(file.getFileName(), assumed)));
  }

  /// Memory of sampling or scoring, bytes.
  ///
  /// @param shared tokens that all sequences begin with
  /// @param own tokens of each sequence after the shared ones
  public long generating(double shared, double own) {
    return memory.generating(rows, shared, own);
  }
}
