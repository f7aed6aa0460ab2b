package cai.prompts;

import cai.errors.UserError;
import cai.files.TextLine;
import cai.files.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The rows of a table in text: comma-separated values as RFC 4180 has them. A cell in quotes may
/// hold separators, line ends and, doubled, quotes.
final class TableRows implements Consumer<TextLine> {
  private static final String SEPARATORS = ",;\t|";
  private static final String SPREADSHEET = "sep=";

  /// A row.
  ///
  /// @param line the place where the row begins, with the text of the whole row
  /// @param cells in the order of the columns
  /// @param fault the reason why the row cannot be used, or empty
  record TableRow(TextLine line, List<String> cells, String fault) {}

  private final Consumer<TableRow> each;
  private Optional<Character> separator;
  private Optional<TextLine> begun = Optional.empty();
  private final StringBuilder raw = new StringBuilder();
  private final StringBuilder cell = new StringBuilder();
  private List<String> cells = new ArrayList<>();
  private String fault = "";
  private boolean quoted;
  private boolean closed;

  /// @param separator of cells; empty if it is recognised by the first row
  TableRows(Optional<Character> separator, Consumer<TableRow> each) {
    this.separator = separator;
    this.each = each;
  }

  char separator() {
    return separator.orElse(',');
  }

  @Override
  public void accept(TextLine line) {
    if (begun.isEmpty()) {
      if (line.isBlank() || isSeparatorLine(line)) return;
      begun = Optional.of(line);
      if (separator.isEmpty()) separator = Optional.of(likeliest(line.text()));
    } else {
      raw.append('\n');
    }
    if (!line.fault().isEmpty()) fault = line.fault();
    raw.append(line.text());
    if (raw.length() > TextLines.LONGEST) throw unclosed();
    take(line.text());
    if (quoted) cell.append('\n');
    else endRow();
  }

  /// Spreadsheets write `sep=;` before the header.
  private boolean isSeparatorLine(TextLine line) {
    boolean told = line.number() == 1 && line.text().matches(SPREADSHEET + ".");
    if (told) separator = Optional.of(line.text().charAt(SPREADSHEET.length()));
    return told;
  }

  /// The separator that occurs most often in the header.
  private static char likeliest(String header) {
    char best = SEPARATORS.charAt(0);
    for (char each : SEPARATORS.toCharArray())
      if (count(header, each) > count(header, best)) best = each;
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }

  private void take(String text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (quoted) {
        boolean doubled = next == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) cell.append(text.charAt(i++));
        else if (next == '"') close();
        else cell.append(next);
      } else if (next == separator()) {
        endCell();
      } else if (next == '"' && cell.isEmpty() && !closed) {
        quoted = true;
      } else {
        if (closed && next != ' ') fault = "a quote inside a cell in quotes must be doubled";
        if (!closed) cell.append(next);
      }
    }
  }

  private void close() {
    quoted = false;
    closed = true;
  }

  private void endCell() {
    cells.add(cell.toString());
    cell.setLength(0);
    closed = false;
  }

  private void endRow() {
    endCell();
    TextLine first = begun.orElseThrow();
    String text = raw.toString();
    each.accept(
        new TableRow(
            new TextLine(first.file(), first.number(), text, text.length(), fault), cells, fault));
    cells = new ArrayList<>();
    raw.setLength(0);
    fault = "";
    begun = Optional.empty();
  }

  /// Ends the table after the last line.
  void finish() {
    if (begun.isPresent()) throw unclosed();
  }

  private UserError unclosed() {
    return new UserError(
        begun.orElseThrow().where()
            + ": a quote that this row opens is never closed; close it, and double quotes inside"
            + " cells");
  }
}
