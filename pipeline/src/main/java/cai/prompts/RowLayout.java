package cai.prompts;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.prompts.Row.AnswerPair;
import cai.prompts.Row.RowLabels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A layout of JSON rows, recognised by the fields of a row.
enum RowLayout {
  /// `{"id", "kind", "split", "text"}`: the project's own prompts. Look-alikes also have `looks`:
  /// what makes them look harmful, for the reader of the file.
  OWN_PROMPTS("the project's prompts", true) {
    @Override
    boolean fits(Fields row) {
      return row.has("text");
    }

    @Override
    Row read(Fields row, TranscriptTurns turns) {
      row.allowOnly("id", "kind", "split", "looks", "text");
      return Row.of(row.where(), row.labels(), List.of(endingInHuman(row, "text", Speaker.HUMAN)))
          .byHand();
    }
  },

  /// `{"id", "aim", "prompt", "better", "worse"}`: the project's own known comparisons.
  OWN_COMPARISONS("the project's known comparisons", true) {
    @Override
    boolean fits(Fields row) {
      return row.has("better") || row.has("worse");
    }

    @Override
    Row read(Fields row, TranscriptTurns turns) {
      row.allowOnly("id", "aim", "kind", "prompt", "better", "worse");
      Dialogue prompt = endingInHuman(row, "prompt", Speaker.HUMAN);
      AnswerPair pair = new AnswerPair(row.text("better"), row.text("worse"));
      return Row.of(row.where(), row.labels(), prompt, pair).byHand();
    }
  },

  /// `{"chosen", "rejected"}`, with or without `"prompt"`: hh-rlhf and its descendants. Whole
  /// dialogues are split at the last assistant turn; where earlier human turns become prompts, no
  /// answers are compared.
  PAIRS("chosen and rejected answers", false) {
    @Override
    boolean fits(Fields row) {
      return row.has("chosen") && row.has("rejected");
    }

    @Override
    Row read(Fields row, TranscriptTurns turns) {
      Dialogue chosen = row.dialogue("chosen", Speaker.ASSISTANT);
      Dialogue rejected = row.dialogue("rejected", Speaker.ASSISTANT);
      AnswerPair pair =
          new AnswerPair(answer(row, "chosen", chosen), answer(row, "rejected", rejected));
      if (chosen.turns().size() == 1 && rejected.turns().size() == 1)
        return Row.of(
            row.where(), RowLabels.NONE, endingInHuman(row, "prompt", Speaker.HUMAN), pair);
      if (!beforeAnswer(chosen).equals(beforeAnswer(rejected)))
        throw row.fault("chosen and rejected answer different conversations");
      Dialogue prompt = prompt(row, "chosen", beforeAnswer(chosen));
      return turns == TranscriptTurns.LAST
          ? Row.of(row.where(), RowLabels.NONE, prompt, pair)
          : Row.of(row.where(), RowLabels.NONE, turns.of(prompt.turns()));
    }
  },

  /// `{"transcript", ...}`: the red-team attempts of Ganguli et al. 2022.
  TRANSCRIPT("red-team transcripts", false) {
    @Override
    boolean fits(Fields row) {
      return row.has("transcript");
    }

    @Override
    Row read(Fields row, TranscriptTurns turns) {
      List<Turn> all = row.transcript("transcript").turns();
      if (all.stream().noneMatch(turn -> turn.speaker() == Speaker.HUMAN))
        throw row.fault("transcript has no human turn");
      return Row.of(row.where(), RowLabels.NONE, turns.of(all));
    }
  },

  /// `{"messages": [{"role", "content"}]}`: a dialogue, up to its last human turn.
  MESSAGES("messages with roles", false) {
    @Override
    boolean fits(Fields row) {
      return row.has("messages");
    }

    @Override
    Row read(Fields row, TranscriptTurns turns) {
      return Row.of(
          row.where(), row.labels(), List.of(endingInHuman(row, "messages", Speaker.HUMAN)));
    }
  },

  /// `{"prompt"}`, a text, a transcript or messages.
  PROMPT("prompts", false) {
    @Override
    boolean fits(Fields row) {
      return row.has("prompt");
    }

    @Override
    Row read(Fields row, TranscriptTurns turns) {
      return Row.of(
          row.where(), row.labels(), List.of(endingInHuman(row, "prompt", Speaker.HUMAN)));
    }
  };

  /// The first layout that a row's fields fit.
  static Optional<RowLayout> of(Fields row) {
    return Arrays.stream(values()).filter(layout -> layout.fits(row)).findFirst();
  }

  /// The layout's name in messages.
  final String title;

  /// Whether people write files of this layout, so that every fault is an error.
  final boolean handWritten;

  RowLayout(String title, boolean handWritten) {
    this.title = title;
    this.handWritten = handWritten;
  }

  /// Whether a row has the fields of this layout.
  abstract boolean fits(Fields row);

  /// Reads a row, or throws a [UserError] with its place.
  abstract Row read(Fields row, TranscriptTurns turns);

  /// The dialogue in a field up to its last human turn.
  private static Dialogue endingInHuman(Fields row, String name, Speaker speaker) {
    return prompt(row, name, row.dialogue(name, speaker).turns());
  }

  private static Dialogue prompt(Fields row, String name, List<Turn> turns) {
    int end = turns.size();
    while (end > 0 && turns.get(end - 1).speaker() == Speaker.ASSISTANT) end--;
    if (end == 0 || turns.get(end - 1).speaker() != Speaker.HUMAN)
      throw row.fault(name + " has no human turn to answer");
    return new Dialogue(turns.subList(0, end));
  }

  private static String answer(Fields row, String name, Dialogue dialogue) {
    if (dialogue.last().speaker() != Speaker.ASSISTANT)
      throw row.fault(name + " ends without an answer of the assistant");
    return dialogue.last().text();
  }

  private static List<Turn> beforeAnswer(Dialogue dialogue) {
    return dialogue.turns().subList(0, dialogue.turns().size() - 1);
  }
}
