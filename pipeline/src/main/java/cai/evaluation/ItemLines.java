package cai.evaluation;

import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Files of multiple-choice items in the paper's layout, one item a line.
final class ItemLines {
  private static final int SHOWN = 10;

  private ItemLines() {}

  /// All items of a file, gzip-compressed or not.
  ///
  /// @throws UserError with one line for each of the first faults; a file of which a part cannot be
  ///   read is not used at all, because accuracies are compared across runs
  static <T> List<T> read(Path file, Function<ItemLine, T> item) {
    var items = new ArrayList<T>();
    var faults = new ArrayList<String>();
    JsonLines.forEach(
        file,
        (where, line) -> {
          try {
            items.add(item.apply(ItemLine.of(Json.tree(line, where), where)));
          } catch (UserError e) {
            faults.add(e.getMessage());
          }
        });
    if (!faults.isEmpty()) throw new UserError(text(file, faults));
    if (items.isEmpty()) throw new UserError(file + ": holds no items; give a file that does");
    return List.copyOf(items);
  }

  private static String text(Path file, List<String> faults) {
    String shown = String.join("\n", faults.subList(0, Math.min(SHOWN, faults.size())));
    int more = faults.size() - SHOWN;
    return more > 0 ? shown + "\n" + file + ": " + more + " more lines are faulty" : shown;
  }
}
