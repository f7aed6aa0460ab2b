package cai.prompts;

import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.prompts.PromptItem.PromptGroup;
import cai.prompts.RowFile.Reading;
import cai.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the prompts of each group from files of any known layout and gives each prompt a unique
/// id.
final class PromptReader {
  private static final int ROWS_BETWEEN_REPORTS = 1_000;
  // Fewer are read before anybody wonders.
  private static final int ROWS_WORTH_TELLING = 20_000;

  private final Reading reading;
  private final FileNames names;
  private final Progress progress;
  private final Map<String, RawPrompt> byId = new HashMap<>();
  private long rows;

  /// @param names of all files that will be read
  PromptReader(Reading reading, FileNames names, Progress progress) {
    this.reading = reading;
    this.names = names;
    this.progress = progress;
  }

  /// The prompts of all files in their order.
  ///
  /// @param layouts what was found, one sentence for each file
  record PromptFiles(List<RawPrompt> prompts, List<BadRow> badRows, List<String> layouts) {}

  PromptFiles read(List<Path> files, PromptGroup group) {
    var prompts = new ArrayList<RawPrompt>();
    var badRows = new ArrayList<BadRow>();
    var layouts = new ArrayList<String>();
    for (Path file : files) {
      int before = prompts.size();
      RowFile read =
          RowFile.read(
              file,
              reading,
              row -> {
                add(row, file, group, prompts);
                tell();
              });
      badRows.addAll(read.badRows());
      layouts.add(
          "%s: %s, %d prompts, %d rows set aside"
              .formatted(file, read.layout(), prompts.size() - before, read.badRows().size()));
    }
    return new PromptFiles(prompts, badRows, layouts);
  }

  private void tell() {
    rows++;
    if (rows == ROWS_WORTH_TELLING) progress.begin("prompts", "reading", 0, "rows");
    if (rows >= ROWS_WORTH_TELLING && rows % ROWS_BETWEEN_REPORTS == 0) progress.advance(rows);
  }

  /// Ends the progress display after the last file.
  void end() {
    if (rows < ROWS_WORTH_TELLING) return;
    progress.advance(rows);
    progress.end();
  }

  private void add(Row row, Path file, PromptGroup group, List<RawPrompt> prompts) {
    String made = names.id(file, row);
    Optional<String> given = row.labels().id();
    String id = given.orElse(made);
    String kind = row.labels().kind().orElse(PromptItem.NO_KIND);
    Optional<Split> split = row.labels().split();
    int number = 1;
    for (Dialogue prompt : row.prompts()) {
      String turn = row.prompts().size() == 1 ? "" : "-t" + number++;
      String own = unique(id + turn, made + turn, row, file);
      String talk = own.endsWith(turn) ? own.substring(0, own.length() - turn.length()) : own;
      var raw = new RawPrompt(row.where(), file, own, talk, group, kind, split, prompt);
      byId.put(own, raw);
      prompts.add(raw);
    }
  }

  /// An id that no earlier prompt has. A duplicate id is an error in files that people write, and
  /// is made unique in released files, which number their rows in many ways.
  private String unique(String id, String made, Row row, Path file) {
    RawPrompt first = byId.get(id);
    if (first == null) return id;
    if (row.handWritten() && first.file().equals(file))
      throw new UserError(
          "%s: id=%s occurs twice, first at %s; give each prompt an id of its own"
              .formatted(row.where(), id, first.where()));
    String other = id + "@" + made;
    while (byId.containsKey(other)) other += "@" + made;
    return other;
  }
}
