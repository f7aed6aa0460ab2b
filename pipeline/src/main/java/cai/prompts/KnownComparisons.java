package cai.prompts;

import cai.constitution.Aim;
import cai.errors.UserError;
import cai.prompts.Row.AnswerPair;
import cai.prompts.RowFile.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /// A warning if known pairs belong to conversations of the run's own prompts, because the
  /// feedback model is then measured on conversations that the run trains on or holds out.
  public static Optional<String> alsoAsked(List<KnownPair> known, List<PromptItem> prompts) {
    Map<String, Split> asked = new HashMap<>();
    for (PromptItem item : prompts) asked.put(Conversations.opening(item.prompt()), item.split());
    Map<Split, List<String>> found = new EnumMap<>(Split.class);
    for (KnownPair pair : known) {
      Split split = asked.get(Conversations.opening(pair.prompt()));
      if (split != null) found.computeIfAbsent(split, _ -> new ArrayList<>()).add(pair.id());
    }
    int training = found.getOrDefault(Split.TRAIN, List.of()).size();
    int heldOut = found.getOrDefault(Split.HELD_OUT, List.of()).size();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d known comparisons belong to conversations that are trained on, and %d to held-out ones; the first is %s; the share of right labels is measured on them, too"
                .formatted(
                    training, known.size(), heldOut, found.values().iterator().next().getFirst()));
  }

  /// Reads a file.
  ///
  /// @param aim of pairs whose rows name none
  /// @param maxBadShare largest share of the rows of a released file that may be set aside
  public static KnownComparisons read(Path file, Aim aim, double maxBadShare) {
    var names = new FileNames(List.of(file));
    var pairs = new ArrayList<KnownPair>();
    Map<String, String> places = new HashMap<>();
    RowFile rows =
        RowFile.read(
            file,
            new Reading(TranscriptTurns.LAST, maxBadShare),
            row -> {
              String id = row.labels().id().orElseGet(() -> names.id(file, row));
              String first = places.putIfAbsent(id, row.where());
              if (first != null)
                throw new UserError(
                    "%s: id=%s occurs twice, first at %s; rename one"
                        .formatted(row.where(), id, first));
              pairs.add(pair(row, id, aim));
            });
    return new KnownComparisons(rows.layout(), pairs, rows.badRows());
  }

  private static KnownPair pair(Row row, String id, Aim aim) {
    AnswerPair answers =
        row.pair()
            .orElseThrow(() ->
                new UserError(
                    row.where()
                        + ": compares no answers; give chosen and rejected, or better and worse"));
    return new KnownPair(
        id,
        row.labels().aim().orElse(aim),
        row.labels().aim().isPresent() ? "own" : "human",
        row.prompts().getFirst(),
        answers.better(),
        answers.worse());
  }
}
