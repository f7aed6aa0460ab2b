package cai.prompts;

import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.dialogue.TranscriptFormat;
import cai.errors.UserError;
import cai.prompts.PromptCounts.GroupCounts;
import cai.prompts.PromptItem.PromptGroup;
import cai.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    return PromptCounts.of(group -> counted(group, items));
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
    return settings.files().stream();
  }

  private Stream<Path> missing() {
    return files().filter(file -> !Files.exists(file));
  }

  private PromptCounts assumed() {
    boolean counted =
        Arrays.stream(PromptGroup.values())
            .filter(group -> !settings.files(group).isEmpty())
            .allMatch(group -> wanted(group).train() > 0 && wanted(group).heldOut() > 0);
    if (!counted)
      throw new UserError(
          missing().findFirst().orElseThrow()
              + ": there is no such file; give it, or plan with counts of all prompts, to train on"
              + " and held out, in the recipe's section prompts");
    return PromptCounts.of(this::wanted);
  }

  private GroupCounts wanted(PromptGroup group) {
    return new GroupCounts(
        settings.wanted(group, Split.TRAIN),
        settings.wanted(group, Split.HELD_OUT),
        ASSUMED_TOKENS);
  }

  private GroupCounts counted(PromptGroup group, List<PromptItem> items) {
    List<PromptItem> own = items.stream().filter(item -> item.group() == group).toList();
    int train = PromptItem.of(Split.TRAIN, own).size();
    return new GroupCounts(train, own.size() - train, length(own));
  }

  /// The mean length of prompts; of many prompts an evenly spread sample is measured.
  private double length(List<PromptItem> items) {
    int every = Math.max(1, items.size() / MOST_MEASURED);
    return model.mean(
        IntStream.range(0, items.size() / every)
            .mapToObj(i -> TranscriptFormat.render(items.get(i * every).prompt(), true)));
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
