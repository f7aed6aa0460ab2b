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

  /// The constitution; empty where its files are not here, as when the paper's run is planned.
  public Optional<Constitution> constitution() {
    return missing().isEmpty()
        ? Optional.of(new ConstitutionStage(settings).read())
        : Optional.empty();
  }

  /// The cost, given what [#constitution] has found.
  public StageCost of(Optional<Constitution> constitution) {
    int principles =
        constitution
            .map(one -> one.critiquePrinciples().size() + one.comparisonPrinciples().size())
            .orElse(PRINCIPLES_OF_THE_PAPER);
    List<String> notes =
        constitution.isPresent()
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
