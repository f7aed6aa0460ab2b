package cai.prompts;

import cai.dialogue.Dialogue;
import cai.errors.UserError;
import cai.files.TextInput;
import cai.files.TextLine;
import cai.files.TextLines;
import cai.json.Json;
import cai.prompts.Row.RowLabels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A data file. Its form (JSON lines, list, table, text) is recognised by its name and its first
/// characters, its layout by its first rows. A row that cannot be used is set aside with the
/// reason; in files that people write it is an error.
///
/// @param layout of the rows, in words
/// @param rows number of rows that could be used
/// @param badRows in the file's order
record RowFile(String layout, int rows, List<BadRow> badRows) {
  private static final int SHOWN = 10;

  /// How a file is read.
  ///
  /// @param maxBadShare largest share of the rows that may be set aside
  record Reading(TranscriptTurns turns, double maxBadShare) {}

  /// Reads a file and gives each row that can be used, in the file's order.
  static RowFile read(Path file, Reading reading, Consumer<Row> each) {
    var reader = new RowReader(file, reading, each);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    TextInput input = TextInput.of(file);
    if (name.endsWith(".csv")) reader.table(input, Optional.empty());
    else if (name.endsWith(".tsv")) reader.table(input, Optional.of('\t'));
    else if (name.contains(".json") && Json.isArray(input)) reader.array(input);
    else if (name.endsWith(".txt")) TextLines.forEach(input, reader::plain);
    else if (name.contains(".json")) TextLines.forEach(input, reader::json);
    // Where nothing in the name tells, the first line will.
    else TextLines.forEach(input, reader::lines);
    return reader.finish();
  }

  private static final class RowReader {
    private final Path file;
    private final Reading reading;
    private final Consumer<Row> each;
    private final List<BadRow> badRows = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int rows;
    private Optional<Consumer<TextLine>> form = Optional.empty();
    private boolean plain;
    private Optional<Table> table = Optional.empty();
    private Optional<RowLayout> layout = Optional.empty();

    RowReader(Path file, Reading reading, Consumer<Row> each) {
      this.file = file;
      this.reading = reading;
      this.each = each;
    }

    void lines(TextLine line) {
      if (line.isBlank()) return;
      if (form.isEmpty())
        form = Optional.of(line.text().stripLeading().startsWith("{") ? this::json : this::plain);
      form.get().accept(line);
    }

    void plain(TextLine line) {
      plain = true;
      if (!line.isBlank()) add(line, line.where(), () -> plainText(line));
    }

    void json(TextLine line) {
      if (line.isBlank()) return;
      add(line, line.where(), () -> row(Json.tree(line.text(), line.where()), line.where()));
    }

    void array(TextInput input) {
      Json.forEachElement(
          input,
          (number, node) -> {
            String text = node.toString();
            String where = file + " row " + number;
            add(new TextLine(file, number, text, text.length(), ""), where, () -> row(node, where));
          });
    }

    void table(TextInput input, Optional<Character> separator) {
      var cells = new TableRows[1];
      var parser =
          new TableRows(
              separator,
              row -> {
                if (table.isEmpty()) {
                  table = Optional.of(Table.of(row));
                  return;
                }
                String where = row.line().where();
                char between = cells[0].separator();
                add(row.line(), where, () -> row(table.get().object(row, between), where));
              });
      cells[0] = parser;
      TextLines.forEach(input, parser);
      parser.finish();
    }

    private void add(TextLine line, String where, Supplier<Row> read) {
      if (!line.fault().isEmpty()) {
        setAside(line, where, line.fault());
        return;
      }
      Row row;
      try {
        row = read.get();
      } catch (UserError e) {
        setAside(line, where, e.getMessage().replace(where + ": ", ""));
        return;
      }
      rows++;
      each.accept(row);
    }

    private static Row plainText(TextLine line) {
      String text = line.text().strip();
      Optional<String> fault = Fields.faultOf(text);
      if (fault.isPresent()) throw new UserError(line.where() + ": the line " + fault.get());
      return Row.of(line.where(), RowLabels.NONE, List.of(Dialogue.ask(text)));
    }

    private Row row(JsonNode node, String where) {
      if (!node.isObject())
        throw new UserError(where + ": is not an object {...}; give one JSON object on each line");
      var fields = new Fields(node, where);
      if (layout.isEmpty()) layout = RowLayout.of(fields);
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

    private void setAside(TextLine line, String where, String reason) {
      badRows.add(BadRow.of(line, reason));
      if (faults.size() < SHOWN) faults.add(where + ": " + reason);
    }

    RowFile finish() {
      String title = plain ? "plain text" : layout.map(l -> l.title).orElse("no known layout");
      int all = rows + badRows.size();
      if (all == 0)
        throw new UserError(
            file
                + (table.isPresent()
                    ? ": has a header and no rows; one prompt a row is needed"
                    : ": is empty; one prompt a line is needed"));
      boolean strict = plain || layout.map(l -> l.handWritten).orElse(true);
      if (strict && !badRows.isEmpty()) throw new UserError(firstFaults());
      if (badRows.size() > reading.maxBadShare() * all)
        throw new UserError(
            "%s: %d of %d rows cannot be used, more than max-bad-share=%s allows; mend them or raise it\n%s"
                .formatted(file, badRows.size(), all, reading.maxBadShare(), firstFaults()));
      return new RowFile(title, rows, List.copyOf(badRows));
    }

    private String firstFaults() {
      String shown = String.join("\n", faults);
      int more = badRows.size() - faults.size();
      return more > 0 ? shown + "\n... and " + more + " more" : shown;
    }
  }
}
