package cai.prompts;

import cai.errors.UserError;
import cai.files.Blank;
import cai.json.Json;
import cai.prompts.TableRows.TableRow;
import cai.yaml.Nearest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// The header of a table. It turns each row into an object with the columns' names as fields, so
/// that tables and JSON rows have the same layouts.
///
/// @param names of the columns, in lower case
record Table(List<String> names) {
  private static final List<String> KNOWN =
      List.of(
          "text",
          "prompt",
          "chosen",
          "rejected",
          "better",
          "worse",
          "transcript",
          "messages",
          "id",
          "kind",
          "split",
          "aim");
  private static final List<String> LABELS = List.of("id", "kind", "split", "aim");

  /// Reads the header.
  ///
  /// @throws UserError where no layout has its columns
  static Table of(TableRow header) {
    var names = header.cells().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    String where = header.line().where();
    if (!header.fault().isEmpty()) throw new UserError(where + ": " + header.fault());
    var seen = new HashSet<String>();
    for (String name : names)
      if (!name.isEmpty() && !seen.add(name))
        throw new UserError(where + ": the column '" + name + "' occurs twice; rename one");
    var table = new Table(names);
    var whole = new Fields(table.node(names), where);
    if (RowLayout.of(whole).isEmpty()) throw new UserError(where + ": " + table.unknown());
    return table;
  }

  private String unknown() {
    String near =
        names.stream()
            .flatMap(name -> Nearest.of(name, KNOWN).map(k -> name + " perhaps to " + k).stream())
            .findFirst()
            .map(guess -> "; rename " + guess)
            .orElse("; rename one");
    return "the first row names the columns "
        + String.join(", ", names)
        + "; prompts are in a column text, prompt or transcript, or in chosen and rejected"
        + near;
  }

  /// The row as an object.
  ///
  /// @throws UserError where the row does not fit the header
  JsonNode object(TableRow row, char separator) {
    String where = row.line().where() + ": ";
    if (!row.fault().isEmpty()) throw new UserError(where + row.fault());
    if (row.cells().size() != names.size())
      throw new UserError(
          "%shas %d cells, while the header has %d; put cells that hold a '%s' in quotes"
              .formatted(where, row.cells().size(), names.size(), separator));
    JsonNode node = node(row.cells());
    if (node.path("messages").isString())
      throw new UserError(where + "messages is not a JSON list of role and content");
    return node;
  }

  private JsonNode node(List<String> cells) {
    var fields = new LinkedHashMap<String, Object>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      // Programs that number the rows write the numbers under no name.
      if (name.isEmpty() || LABELS.contains(name) && Blank.is(cells.get(i))) continue;
      fields.put(name, value(name, cells.get(i)));
    }
    return Json.treeOf(fields);
  }

  private static Object value(String name, String cell) {
    if (!name.equals("messages")) return cell;
    try {
      return Json.tree(cell, "");
    } catch (UserError _) {
      // The row is refused as one without a list.
      return cell;
    }
  }
}
