package cai.prompts;

import cai.constitution.Aim;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.dialogue.TranscriptFormat;
import cai.errors.UserError;
import cai.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The cost of reading files of prompts, of which all rows are read even if few are used, and the
/// number of prompts.
public record PromptsCost(PromptsSettings settings, PlannedModel model) {
  // Measured with 900,000 rows of 360 bytes: texts, ids and what is known of each row.
  private static final double MEMORY_PER_BYTE = 4;
  private static final double BYTES_PER_SECOND = 6e6;
  // What gzip usually makes of texts.
  private static final long COMPRESSION = 3;
  // A dialogue of hh-rlhf's harmless-base test set has 350 characters in the median.
  private static final double ASSUMED_TOKENS = 90;
  private static final int MOST_MEASURED = 5_000;

  /// Reads the prompts and counts them. If a file does not exist, as when the paper's run is
  /// planned, the numbers of the settings and an assumed length are used.
  ///
  /// @param seedOf as in [PromptsWork]
  /// @throws UserError where an existing file cannot be read, or where a file is missing and the
  ///   settings give no number of prompts
  public PromptCounts counts(ToLongFunction<String> seedOf, Progress progress) {
    if (missing().findAny().isPresent()) return assumed();
    List<PromptItem> items = new PromptsWork(settings, seedOf, progress).read().prompts();
    return new PromptCounts(
        count(items, Aim.HARMLESSNESS, Split.TRAIN),
        count(items, Aim.HARMLESSNESS, Split.HELD_OUT),
        count(items, Aim.HELPFULNESS, Split.TRAIN),
        count(items, Aim.HELPFULNESS, Split.HELD_OUT),
        length(items, Aim.HARMLESSNESS),
        length(items, Aim.HELPFULNESS));
  }

  /// The cost of prompts that were counted.
  public StageCost of(PromptCounts counts) {
    long bytes = files().mapToLong(PromptsCost::size).sum();
    String missing =
        missing()
            .map(file -> file.getFileName().toString())
            .distinct()
            .collect(Collectors.joining(", "));
    List<String> notes =
        missing.isEmpty()
            ? List.of()
            : List.of(
                missing
                    + " not found; prompts are counted as the recipe does, with %.0f tokens each"
                        .formatted(ASSUMED_TOKENS));
    return new StageCost(
        "prompts",
        counts.train() + counts.heldOut(),
        "prompts",
        List.of(),
        bytes / BYTES_PER_SECOND,
        Math.round(MEMORY_PER_BYTE * bytes),
        List.of(),
        notes);
  }

  private Stream<Path> files() {
    return Stream.of(settings.redTeam(), settings.helpful()).flatMap(Collection::stream);
  }

  private Stream<Path> missing() {
    return files().filter(file -> !Files.exists(file));
  }

  private PromptCounts assumed() {
    boolean counted =
        settings.redTeamTrain() > 0
            && settings.redTeamHeldOut() > 0
            && settings.helpfulTrain() > 0
            && settings.helpfulHeldOut() > 0;
    if (!counted)
      throw new UserError(
          missing().findFirst().orElseThrow()
              + ": there is no such file; give it, or plan with the four counts of prompts in the"
              + " recipe's section prompts");
    return new PromptCounts(
        settings.redTeamTrain(),
        settings.redTeamHeldOut(),
        settings.helpfulTrain(),
        settings.helpfulHeldOut(),
        ASSUMED_TOKENS,
        ASSUMED_TOKENS);
  }

  private static int count(List<PromptItem> items, Aim aim, Split split) {
    return (int) items.stream().filter(item -> item.aim() == aim && item.split() == split).count();
  }

  /// The mean length of prompts; of many prompts an evenly spread sample is measured.
  private double length(List<PromptItem> items, Aim aim) {
    List<PromptItem> all = items.stream().filter(item -> item.aim() == aim).toList();
    int every = Math.max(1, all.size() / MOST_MEASURED);
    return model.mean(
        IntStream.range(0, all.size() / every)
            .mapToObj(i -> TranscriptFormat.render(all.get(i * every).prompt(), true)));
  }

  private static long size(Path file) {
    try {
      long size = Files.isRegularFile(file) ? Files.size(file) : 0;
      return file.toString().endsWith(".gz") ? COMPRESSION * size : size;
    } catch (IOException e) {
      return 0;
    }
  }
}
