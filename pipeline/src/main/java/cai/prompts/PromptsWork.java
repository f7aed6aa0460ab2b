package cai.prompts;

import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonLines;
import cai.prompts.PromptItem.PromptGroup;
import cai.prompts.PromptReader.PromptFiles;
import cai.prompts.RowFile.Reading;
import cai.run.Progress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Stage 2: reads the prompts, drops repetitions, holds some out, takes as many as the recipe asks
/// for and writes them as `prompts.jsonl`, with the rows that could not be read in
/// `bad-rows.jsonl`.
public final class PromptsWork {
  /// Name of the artifact.
  public static final String FILE = "prompts.jsonl";

  /// Name of the file of rows that were set aside.
  public static final String BAD_ROWS = "bad-rows.jsonl";

  private final PromptsSettings settings;
  private final ToLongFunction<String> seedOf;
  private final Progress progress;

  /// A stage.
  ///
  /// @param seedOf a number for each name, from the run's seed; it decides what is drawn
  /// @param progress is told of the rows that are read
  public PromptsWork(PromptsSettings settings, ToLongFunction<String> seedOf, Progress progress) {
    this.settings = settings;
    this.seedOf = seedOf;
    this.progress = progress;
  }

  /// The selected prompts, with what was left out.
  ///
  /// @param prompts red-team prompts, look-alikes, helpful prompts; within a group training prompts
  ///   before held-out ones
  /// @param repeated number of prompts that were dropped because they repeat an earlier one
  /// @param notes sentences on what each file holds and what was left out
  public record PromptSet(
      List<PromptItem> prompts, List<BadRow> badRows, int repeated, List<String> notes) {
    public PromptSet {
      prompts = List.copyOf(prompts);
      badRows = List.copyOf(badRows);
      notes = List.copyOf(notes);
    }
  }

  /// Reads and selects.
  public PromptSet read() {
    var all = new ArrayList<RawPrompt>();
    var badRows = new ArrayList<BadRow>();
    var notes = new ArrayList<String>();
    var reader =
        new PromptReader(
            new Reading(settings.transcriptTurns(), settings.maxBadShare()),
            new FileNames(settings.files()),
            progress);
    try {
      for (PromptGroup group : PromptGroup.values()) {
        PromptFiles files = reader.read(settings.files(group), group);
        all.addAll(files.prompts());
        badRows.addAll(files.badRows());
        notes.addAll(files.layouts());
      }
    } finally {
      reader.end();
    }
    List<RawPrompt> distinct = Selection.inConversations(Selection.distinct(all));
    var items = new ArrayList<PromptItem>();
    for (PromptGroup group : PromptGroup.values()) items.addAll(split(of(group, distinct)));
    List<PromptItem> apart = Splitting.conversationsApart(items);
    var chosen = new ArrayList<PromptItem>();
    for (PromptGroup group : PromptGroup.values()) {
      long repeated = of(group, all).size() - of(group, distinct).size();
      for (Split split : Split.values()) chosen.addAll(take(apart, group, split, repeated));
    }
    int repeated = all.size() - distinct.size();
    if (repeated > 0) notes.add(repeated(repeated));
    if (apart.size() < items.size())
      notes.add(
          "%d prompts to train on are left out, because they belong to conversations of which other prompts are held out"
              .formatted(items.size() - apart.size()));
    return new PromptSet(chosen, badRows, repeated, notes);
  }

  private static List<RawPrompt> of(PromptGroup group, List<RawPrompt> prompts) {
    return prompts.stream().filter(prompt -> prompt.group() == group).toList();
  }

  private List<PromptItem> split(List<RawPrompt> prompts) {
    return new Splitting(settings.heldOutShare(), seedOf).split(prompts);
  }

  private static String repeated(long count) {
    return count
        + (count == 1 ? " prompt repeats" : " prompts repeat")
        + " an earlier one, upper and lower case and spaces aside, and "
        + (count == 1 ? "is" : "are")
        + " left out";
  }

  /// @param repeated prompts of the group that were left out
  private List<PromptItem> take(
      List<PromptItem> items, PromptGroup group, Split split, long repeated) {
    List<PromptItem> candidates =
        items.stream().filter(item -> item.group() == group && item.split() == split).toList();
    int count = settings.wanted(group, split);
    String key = "prompts." + PromptsSettings.word(group) + "-" + split.word();
    if (count > candidates.size())
      throw new UserError(
          "%s=%d is more than the %d prompts there are%s; lower it or give more files"
              .formatted(
                  key,
                  count,
                  candidates.size(),
                  repeated == 0 ? "" : " (" + repeated(repeated) + ")"));
    if (candidates.isEmpty() && !settings.files(group).isEmpty())
      throw new UserError(
          "%s: there are no such prompts; give files that hold some, or a held-out-share"
              .formatted(key));
    return Selection.spread(candidates, count, seedOf);
  }

  /// Writes the artifacts into the stage's folder and returns what they hold.
  public PromptSet write(Path folder) throws IOException {
    PromptSet prompts = read();
    write(folder.resolve(FILE), prompts.prompts());
    write(folder.resolve(BAD_ROWS), prompts.badRows());
    return prompts;
  }

  /// The prompts that the stage wrote into a folder.
  public static List<PromptItem> open(Path folder) {
    return JsonLines.read(folder.resolve(FILE), PromptItem.class);
  }

  private static void write(Path file, List<?> lines) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Object line : lines) writer.append(Json.line(line)).append('\n');
    }
  }
}
