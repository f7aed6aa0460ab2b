package cai.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.tokenizer.ByteTokenizer;
import cai.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DialogueRendererTest {
  /// Puts a space before every text it is given, as SentencePiece does.
  private record SpaceFirst(Tokenizer bytes) implements Tokenizer {
    @Override
    public int[] encode(String text) {
      return text.isEmpty() ? new int[0] : bytes.encode(" " + text);
    }

    @Override
    public int[] encodeContinuation(int[] before, String text) {
      return before.length == 0 ? encode(text) : bytes.encode(text);
    }

    @Override
    public String decode(int[] ids) {
      return bytes.decode(ids);
    }

    @Override
    public List<String> pieces(int[] ids) {
      return bytes.pieces(ids);
    }

    @Override
    public int size() {
      return bytes.size();
    }

    @Override
    public OptionalInt beginOfText() {
      return bytes.beginOfText();
    }

    @Override
    public Set<Integer> endOfText() {
      return bytes.endOfText();
    }

    @Override
    public int answerEnd() {
      return bytes.answerEnd();
    }

    @Override
    public void close() {}
  }

  @Test
  void anAnswerIsWhatItIsWithinTheWholeText() {
    var tokenizer = new SpaceFirst(new ByteTokenizer());
    var renderer = new DialogueRenderer(tokenizer, DialogueFormat.transcript());
    Dialogue dialogue = Dialogue.ask("Is it wet?").answered("Yes.");
    TokenSequence sequence = renderer.answered(dialogue, true);
    assertThat(tokenizer.decode(sequence.ids()))
        .isEqualTo(" \n\nHuman: Is it wet?\n\nAssistant: Yes.");
    assertThat(sequence.ids()).endsWith(ByteTokenizer.END);
    TokenSequence cut = renderer.answered(dialogue, false);
    assertThat(cut.ids()).containsExactly(Arrays.copyOf(sequence.ids(), sequence.ids().length - 1));
    assertThat(sequence.promptLength()).isEqualTo(" \n\nHuman: Is it wet?\n\nAssistant:".length());
  }
}
