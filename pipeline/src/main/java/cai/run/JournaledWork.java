package cai.run;

import cai.errors.UserError;
import cai.storage.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A list worked through in batches of fixed size and in its order, each finished batch kept in a
/// journal, so that a killed stage continues behind the last one.
///
/// @param stage word of the stage
/// @param batch items worked on together
/// @param progress is told after every batch
public record JournaledWork(String stage, int batch, Progress progress) {

  /// The results of all items, one each and in order; those in the journal are not made again.
  ///
  /// @param what is said of the work while it runs
  /// @param work the results of a batch, one for each item
  public <T, R> List<R> perform(
      String what, List<T> items, Journaling<R> journaling, Function<List<T>, List<R>> work) {
    return perform(what, items, journaling, Map.of(), work);
  }

  /// The same, but for items that earlier settings have a result of: it is taken over.
  public <T, R> List<R> perform(
      String what,
      List<T> items,
      Journaling<R> journaling,
      ItemKeys<T> keys,
      Function<List<T>, List<R>> work) {
    Path folder = journaling.file().toAbsolutePath().getParent();
    Optional<List<String>> own = keys.of(items, folder);
    if (own.isEmpty()) return perform(what, items, journaling, work);
    EarlierResults<R> earlier = EarlierResults.of(own.get(), journaling);
    var taken = new HashMap<Integer, R>();
    for (int i = 0; i < items.size(); i++) {
      int place = i;
      earlier.of(own.get().get(i)).ifPresent(result -> taken.put(place, result));
    }
    if (!taken.isEmpty())
      progress.note(
          "%s: %s: %,d of %,d are taken over from earlier results"
              .formatted(stage, what, taken.size(), items.size()));
    return perform(what, items, journaling, taken, work);
  }

  private <T, R> List<R> perform(
      String what,
      List<T> items,
      Journaling<R> journaling,
      Map<Integer, R> taken,
      Function<List<T>, List<R>> work) {
    progress.begin(stage, what, items.size(), "items");
    try (var journal = Journal.open(journaling.file(), journaling.type(), batch, items.size())) {
      var results = new ArrayList<R>(journal.entries());
      if (results.size() > items.size())
        throw new UserError(
            journaling.file()
                + ": holds "
                + results.size()
                + " results for "
                + items.size()
                + " items; it belongs to other inputs, delete it");
      progress.advance(results.size());
      var known = new HashMap<>(taken);
      while (results.size() < items.size()) {
        int end = Math.min(results.size() + batch, items.size());
        make(items, results.size(), end, known, work);
        var lines = new ArrayList<R>();
        for (int i = results.size(); i < end; i++) lines.add(known.remove(i));
        journal.append(lines);
        results.addAll(lines);
        progress.advance(results.size());
      }
      return List.copyOf(results);
    } finally {
      progress.end();
    }
  }

  /// Makes what is not known of the items from `from` to `end`, and for a full batch of work also
  /// of those behind them.
  private <T, R> void make(
      List<T> items, int from, int end, Map<Integer, R> known, Function<List<T>, List<R>> work) {
    var open = new ArrayList<Integer>();
    for (int i = from; i < items.size() && open.size() < batch; i++)
      if (!known.containsKey(i)) open.add(i);
    if (open.isEmpty() || open.getFirst() >= end) return;
    List<R> made = work.apply(open.stream().map(items::get).toList());
    if (made.size() != open.size())
      throw new IllegalStateException(
          stage + ": " + made.size() + " results for " + open.size() + " items");
    for (int i = 0; i < made.size(); i++) known.put(open.get(i), made.get(i));
  }

  /// Where results are kept.
  public record Journaling<R>(Path file, Class<R> type) {}
}
