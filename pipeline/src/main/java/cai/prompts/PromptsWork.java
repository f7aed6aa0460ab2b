package cai.prompts;

import cai.constitution.Aim;
import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonLines;
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
  /// @param prompts red-team prompts before helpfulness prompts; within an aim training prompts
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
    var names = new FileNames(joined(settings.redTeam(), settings.helpful()));
    var reader =
        new PromptReader(
            new Reading(settings.transcriptTurns(), settings.maxBadShare()), names, progress);
    PromptFiles redTeam;
    PromptFiles helpful;
    try {
      redTeam = reader.read(settings.redTeam(), Aim.HARMLESSNESS);
      helpful = reader.read(settings.helpful(), Aim.HELPFULNESS);
    } finally {
      reader.end();
    }
    List<RawPrompt> all = joined(redTeam.prompts(), helpful.prompts());
    List<RawPrompt> distinct = Selection.inConversations(Selection.distinct(all));
    var items = new ArrayList<PromptItem>();
    for (Aim aim : Aim.values()) items.addAll(split(of(aim, distinct)));
    List<PromptItem> apart = Splitting.conversationsApart(items);
    var chosen = new ArrayList<PromptItem>();
    for (Aim aim : Aim.values()) {
      long repeated = of(aim, all).size() - of(aim, distinct).size();
      for (Split split : Split.values()) chosen.addAll(take(apart, aim, split, repeated));
    }
    int repeated = all.size() - distinct.size();
    List<String> notes = new ArrayList<>(joined(redTeam.layouts(), helpful.layouts()));
    if (repeated > 0) notes.add(repeated(repeated));
    if (apart.size() < items.size())
      notes.add(
          "%d prompts to train on are left out, because they belong to conversations of which other prompts are held out"
              .formatted(items.size() - apart.size()));
    return new PromptSet(chosen, joined(redTeam.badRows(), helpful.badRows()), repeated, notes);
  }

  private static List<RawPrompt> of(Aim aim, List<RawPrompt> prompts) {
    return prompts.stream().filter(prompt -> prompt.aim() == aim).toList();
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

  /// @param repeated prompts of the aim that were left out
  private List<PromptItem> take(List<PromptItem> items, Aim aim, Split split, long repeated) {
    List<PromptItem> candidates =
        items.stream().filter(item -> item.aim() == aim && item.split() == split).toList();
    int count = wanted(aim, split);
    String key = "prompts." + (aim == Aim.HARMLESSNESS ? "red-team-" : "helpful-") + split.word();
    if (count > candidates.size())
      throw new UserError(
          "%s=%d is more than the %d prompts there are%s; lower it or give more files"
              .formatted(
                  key,
                  count,
                  candidates.size(),
                  repeated == 0 ? "" : " (" + repeated(repeated) + ")"));
    if (candidates.isEmpty())
      throw new UserError(
          "%s: there are no such prompts; give files that hold some, or a held-out-share"
              .formatted(key));
    return Selection.spread(candidates, count, seedOf);
  }

  private int wanted(Aim aim, Split split) {
    return switch (aim) {
      case HARMLESSNESS ->
          split == Split.TRAIN ? settings.redTeamTrain() : settings.redTeamHeldOut();
      case HELPFULNESS ->
          split == Split.TRAIN ? settings.helpfulTrain() : settings.helpfulHeldOut();
    };
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

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
