package cai.constitution;

import cai.cost.StageCost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the constitution costs, which is nothing, and how many principles there are.
public record ConstitutionCost(ConstitutionSettings settings) {
  private static final int PRINCIPLES_OF_THE_PAPER = 32;

  /// The principles that are expected; none where the files of the constitution are not here.
  ///
  /// @param isKnown whether the files are here
  public record ExpectedPrinciples(
      boolean isKnown, List<CritiquePrinciple> critique, List<ComparisonPrinciple> comparison) {
    public ExpectedPrinciples {
      critique = List.copyOf(critique);
      comparison = List.copyOf(comparison);
    }

    static ExpectedPrinciples of(Optional<Constitution> constitution) {
      return constitution
          .map(one ->
              new ExpectedPrinciples(true, one.critiquePrinciples(), one.comparisonPrinciples()))
          .orElseGet(() -> new ExpectedPrinciples(false, List.of(), List.of()));
    }
  }

  /// The constitution; empty where its files are not here, as when the paper's run is planned.
  public Optional<Constitution> constitution() {
    return missing().isEmpty()
        ? Optional.of(new ConstitutionStage(settings).read())
        : Optional.empty();
  }

  /// The cost, given what [#constitution] has found.
  public StageCost of(ExpectedPrinciples expected) {
    int principles =
        expected.isKnown()
            ? expected.critique().size() + expected.comparison().size()
            : PRINCIPLES_OF_THE_PAPER;
    List<String> notes =
        expected.isKnown()
            ? List.of()
            : List.of(missing() + " not found; counted as the paper's 16 principles of each kind");
    return StageCost.withoutModel("constitution", principles, "principles", notes);
  }

  private String missing() {
    return settings.files().stream()
        .filter(file -> !Files.exists(file))
        .map(Path::getFileName)
        .map(Path::toString)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
