package cai.run;

import cai.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    progress.begin(stage, what, items.size(), "items");
    try (var journal = Journal.open(journaling.file(), journaling.type(), batch)) {
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
      while (results.size() < items.size()) {
        int end = Math.min(results.size() + batch, items.size());
        List<R> made = work.apply(items.subList(results.size(), end));
        if (made.size() != end - results.size())
          throw new IllegalStateException(
              stage + ": " + made.size() + " results for items up to " + end);
        journal.append(made);
        results.addAll(made);
        progress.advance(results.size());
      }
      return List.copyOf(results);
    } finally {
      progress.end();
    }
  }

  /// Where results are kept.
  public record Journaling<R>(Path file, Class<R> type) {}
}
