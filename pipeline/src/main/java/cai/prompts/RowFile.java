package cai.prompts;

import cai.UserError;
import cai.dialogue.Dialogue;
import cai.json.Json;
import cai.prompts.Row.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The rows of a data file whose layout is told from its first rows. A row that cannot be used is
/// set aside with the reason; in files that people write every such row is an error instead.
///
/// @param layout what the rows are, in words
/// @param rows in the file's order
/// @param badRows in the file's order
record RowFile(String layout, List<Row> rows, List<BadRow> badRows) {
  private static final int SHOWN = 10;

  /// How a file is read.
  ///
  /// @param maxBadShare most rows that may be set aside, as a share of all
  record Reading(TranscriptTurns turns, double maxBadShare) {}

  /// Reads a file.
  static RowFile read(Path file, Reading reading) {
    var reader = new Reader(file, reading);
    TextLines.forEach(file, reader::accept);
    return reader.finish();
  }

  private static final class Reader {
    private final Path file;
    private final Reading reading;
    private final List<Row> rows = new ArrayList<>();
    private final List<BadRow> badRows = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private Optional<Boolean> plain;
    private Optional<RowLayout> layout = Optional.empty();

    Reader(Path file, Reading reading) {
      this.file = file;
      this.reading = reading;
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      boolean text = name.endsWith(".txt") || name.endsWith(".txt.gz");
      // Where nothing in the name tells, the first line will.
      this.plain = text || name.contains(".json") ? Optional.of(text) : Optional.empty();
    }

    void accept(TextLine line) {
      if (!line.fault().isEmpty()) {
        setAside(line, line.fault());
        return;
      }
      if (plain.isEmpty()) plain = Optional.of(!line.text().stripLeading().startsWith("{"));
      try {
        rows.add(plain.get() ? plainText(line) : json(line));
      } catch (UserError e) {
        setAside(line, e.getMessage().replace(line.where() + ": ", ""));
      }
    }

    private static Row plainText(TextLine line) {
      String text = line.text().strip();
      Optional<String> fault = Fields.faultOf(text);
      if (fault.isPresent()) throw new UserError(line.where() + ": the line " + fault.get());
      return Row.of(line.where(), Labels.NONE, List.of(Dialogue.ask(text)));
    }

    private Row json(TextLine line) {
      JsonNode node = Json.tree(line.text(), line.where());
      if (!node.isObject())
        throw new UserError(
            line.where() + ": is not an object {...}; give one JSON object on each line");
      var fields = new Fields(node, line.where());
      if (layout.isEmpty())
        layout = Arrays.stream(RowLayout.values()).filter(l -> l.fits(fields)).findFirst();
      if (layout.isEmpty() || !layout.get().fits(fields)) throw fields.fault(otherLayout(node));
      return layout.get().read(fields, reading.turns());
    }

    private String otherLayout(JsonNode node) {
      String has = "has the fields " + node.propertyNames();
      String known =
          Arrays.stream(RowLayout.values()).map(l -> l.title).collect(Collectors.joining(", "));
      return layout
          .map(l -> has + ", while the file's other rows are " + l.title)
          .orElse(has + ", which is no known layout; known are: " + known);
    }

    private void setAside(TextLine line, String reason) {
      badRows.add(BadRow.of(line, reason));
      faults.add(line.where() + ": " + reason);
    }

    RowFile finish() {
      boolean isPlain = plain.orElse(false);
      String title = isPlain ? "plain text" : layout.map(l -> l.title).orElse("no known layout");
      int all = rows.size() + badRows.size();
      if (all == 0) throw new UserError(file + ": is empty; one prompt a line is needed");
      boolean strict = isPlain || layout.map(l -> l.handWritten).orElse(true);
      if (strict && !badRows.isEmpty()) throw new UserError(firstFaults());
      if (badRows.size() > reading.maxBadShare() * all)
        throw new UserError(
            "%s: %d of %d rows cannot be used, more than max-bad-share=%s allows; mend them or raise it\n%s"
                .formatted(file, badRows.size(), all, reading.maxBadShare(), firstFaults()));
      return new RowFile(title, List.copyOf(rows), List.copyOf(badRows));
    }

    private String firstFaults() {
      String shown = faults.stream().limit(SHOWN).collect(Collectors.joining("\n"));
      int more = faults.size() - SHOWN;
      return more > 0 ? shown + "\n... and " + more + " more" : shown;
    }
  }
}
