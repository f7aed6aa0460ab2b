package cai.prompts;

import cai.UserError;
import cai.constitution.Aim;
import cai.prompts.Row.Pair;
import cai.prompts.RowFile.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pairs of answers whose better one is known: the project's `known-comparisons.jsonl`, or human
/// labels such as hh-rlhf's `chosen` and `rejected`, split at the last assistant turn.
///
/// @param layout what the file holds, in words
/// @param pairs in the file's order
/// @param badRows rows that were set aside
public record KnownComparisons(String layout, List<KnownPair> pairs, List<BadRow> badRows) {
  public KnownComparisons {
    pairs = List.copyOf(pairs);
    badRows = List.copyOf(badRows);
  }

  /// Reads a file.
  ///
  /// @param aim of pairs whose rows name none
  /// @param maxBadShare most rows of a released file that may be set aside, as a share of all
  public static KnownComparisons read(Path file, Aim aim, double maxBadShare) {
    RowFile rows = RowFile.read(file, new Reading(TranscriptTurns.LAST, maxBadShare));
    var pairs = new ArrayList<KnownPair>();
    Map<String, String> places = new HashMap<>();
    for (Row row : rows.rows()) {
      Pair answers =
          row.pair()
              .orElseThrow(() ->
                  new UserError(
                      "%s: compares no answers (the file's rows are %s); give chosen and rejected, or better and worse"
                          .formatted(row.where(), rows.layout())));
      String id = row.labels().id().orElseGet(() -> PromptReader.generatedId(row, file));
      String first = places.putIfAbsent(id, row.where());
      if (first != null)
        throw new UserError(
            "%s: id=%s occurs twice, first at %s; rename one".formatted(row.where(), id, first));
      pairs.add(
          new KnownPair(
              id,
              row.labels().aim().orElse(aim),
              row.labels().aim().isPresent() ? "own" : "human",
              row.prompts().getFirst(),
              answers.better(),
              answers.worse()));
    }
    return new KnownComparisons(rows.layout(), pairs, rows.badRows());
  }
}
