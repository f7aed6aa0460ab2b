package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.prompts.RowFile.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the prompts of one aim from files of any known layout.
final class PromptReader {
  private final Reading reading;

  PromptReader(Reading reading) {
    this.reading = reading;
  }

  /// The prompts of all files in their order.
  ///
  /// @param layouts what was found, one sentence for each file
  record PromptFiles(List<RawPrompt> prompts, List<BadRow> badRows, List<String> layouts) {}

  PromptFiles read(List<Path> files, Aim aim) {
    var prompts = new ArrayList<RawPrompt>();
    var badRows = new ArrayList<BadRow>();
    var layouts = new ArrayList<String>();
    for (Path file : files) {
      RowFile rows = RowFile.read(file, reading);
      badRows.addAll(rows.badRows());
      int before = prompts.size();
      for (Row row : rows.rows()) add(row, file, aim, prompts);
      layouts.add(
          "%s: %s, %d prompts, %d rows set aside"
              .formatted(file, rows.layout(), prompts.size() - before, rows.badRows().size()));
    }
    return new PromptFiles(prompts, badRows, layouts);
  }

  private static void add(Row row, Path file, Aim aim, List<RawPrompt> prompts) {
    String id = row.labels().id().orElseGet(() -> generatedId(row, file));
    String kind = row.labels().kind().orElse(PromptItem.NO_KIND);
    Optional<Split> split = row.labels().split();
    int number = 1;
    for (Dialogue prompt : row.prompts()) {
      String own = row.prompts().size() == 1 ? id : id + "-t" + number++;
      prompts.add(new RawPrompt(row.where(), own, aim, kind, split, prompt));
    }
  }

  /// Folder, file and line: the released files of different folders have equal names.
  static String generatedId(Row row, Path file) {
    String line = row.where().substring(row.where().lastIndexOf(':') + 1);
    Path folder = file.toAbsolutePath().getParent().getFileName();
    String stem = file.getFileName().toString().replaceFirst("\\..*$", "");
    return (folder == null ? "" : folder + "-") + stem + "-" + line;
  }
}
