package cai.run.items;

import cai.run.Progress;
import cai.storage.KeyedJournal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Items worked on in batches, with each finished batch kept in a journal, so that a killed stage
/// makes only what is missing. Results are found by the items' keys, wherever they stand; those
/// that earlier settings have left are taken over.
///
/// @param stage word of the stage
/// @param batch items worked on together
/// @param progress is told after every batch
public record JournaledWork(String stage, int batch, Progress progress) {

  /// The results of all items, one each and in the order of the items, in which the file then holds
  /// their lines too.
  ///
  /// @param what is said of the work while it runs
  /// @param work the results of a batch, one for each item
  public <T, R> List<R> perform(
      String what,
      List<T> items,
      Journaling<R> journaling,
      ItemKeys<T> itemKeys,
      Function<List<T>, List<R>> work) {
    List<String> keys = itemKeys.of(items, journaling.file().toAbsolutePath().getParent());
    progress.begin(stage, what, items.size(), "items");
    try (var journal = KeyedJournal.open(journaling.file(), journaling.type(), keys)) {
      if (journal.others() > 0)
        progress.note(
            "%s: %s: lines of %s that are damaged or belong to none of the items are left out: %,d"
                .formatted(stage, what, journaling.file().getFileName(), journal.others()));
      Map<String, T> open = open(keys, items, journal);
      Map<String, R> earlier =
          open.isEmpty() ? Map.of() : EarlierResults.of(open.keySet(), journaling);
      if (!earlier.isEmpty()) {
        progress.note(
            "%s: %s: %,d of %,d are taken over from earlier results"
                .formatted(stage, what, earlier.size(), items.size()));
        takeOver(earlier, open, journal);
      }
      make(open, journal, items.size(), work);
      return journal.inOrder(keys);
    } finally {
      progress.end();
    }
  }

  /// Items without a result, by their keys, in order.
  private static <T, R> Map<String, T> open(
      List<String> keys, List<T> items, KeyedJournal<R> journal) {
    var open = new LinkedHashMap<String, T>();
    for (int i = 0; i < items.size(); i++)
      if (journal.get(keys.get(i)).isEmpty()) open.putIfAbsent(keys.get(i), items.get(i));
    return open;
  }

  private static <T, R> void takeOver(
      Map<String, R> earlier, Map<String, T> open, KeyedJournal<R> journal) {
    List<String> keys = open.keySet().stream().filter(earlier::containsKey).toList();
    journal.append(keys, keys.stream().map(earlier::get).toList());
    open.keySet().removeAll(keys);
  }

  private <T, R> void make(
      Map<String, T> open, KeyedJournal<R> journal, int all, Function<List<T>, List<R>> work) {
    var keys = List.copyOf(open.keySet());
    var items = List.copyOf(open.values());
    progress.advance(all - keys.size());
    for (int from = 0; from < keys.size(); from += batch) {
      int end = Math.min(from + batch, keys.size());
      List<R> made = work.apply(items.subList(from, end));
      if (made.size() != end - from)
        throw new IllegalStateException(
            stage + ": " + made.size() + " results for " + (end - from) + " items");
      journal.append(keys.subList(from, end), made);
      progress.advance(all - keys.size() + end);
    }
  }

  /// Where results are kept.
  public record Journaling<R>(Path file, Class<R> type) {}
}
