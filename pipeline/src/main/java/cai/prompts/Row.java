package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import java.util.List;
import java.util.Optional;

/// The content of one row of data, independent of its layout.
///
/// @param where file and line
/// @param labels what the row says about its prompt
/// @param prompts each ends in a human turn; several if every human turn of a transcript becomes a
///   prompt
/// @param pair two answers to the only prompt, if the row compares answers
/// @param handWritten whether people write such rows, so that every fault is an error
record Row(
    String where,
    RowLabels labels,
    List<Dialogue> prompts,
    Optional<AnswerPair> pair,
    boolean handWritten) {
  /// A better and a worse answer.
  record AnswerPair(String better, String worse) {}

  /// The fields of a row about its prompt; each is empty if the row lacks it.
  record RowLabels(
      Optional<String> id, Optional<String> kind, Optional<Split> split, Optional<Aim> aim) {
    static final RowLabels NONE =
        new RowLabels(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  Row {
    prompts = List.copyOf(prompts);
  }

  /// A row without answers.
  static Row of(String where, RowLabels labels, List<Dialogue> prompts) {
    return new Row(where, labels, prompts, Optional.empty(), false);
  }

  /// A row that compares two answers.
  static Row of(String where, RowLabels labels, Dialogue prompt, AnswerPair pair) {
    return new Row(where, labels, List.of(prompt), Optional.of(pair), false);
  }

  Row byHand() {
    return new Row(where, labels, prompts, pair, true);
  }
}
