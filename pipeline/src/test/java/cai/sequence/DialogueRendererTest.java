package cai.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.dialogue.Turn;
import cai.tokenizer.ByteTokenizer;
import cai.tokenizer.Tokenizer;
import cai.tokenizer.TokenizerFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
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
    public Set<String> controls() {
      return bytes.controls();
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

  private static DialogueRenderer chat(String template) {
    var files = new TokenizerFiles(new TreeMap<>(Map.of("chat_template.jinja", template)));
    return new DialogueRenderer(
        new ByteTokenizer(), DialogueFormat.chat(files.chatTemplate("model").orElseThrow()));
  }

  @Test
  void theBeginningOfAnAnswerHasWhatTheTemplateWritesBeforeAnAnswer() {
    DialogueRenderer renderer =
        chat(
            "{% for m in messages %}{% if m.role == 'user' %}[INST] {{ m.content }} [/INST]"
                + "{% else %} {{ m.content }}{% endif %}{% endfor %}");
    Dialogue asked = Dialogue.ask("Is it?");
    int[] prompt = renderer.prompt(asked);
    int[] begun = renderer.answer(asked, prompt, "I'd rather");
    assertThat(renderer.tokenizer().decode(prompt)).isEqualTo("[INST] Is it? [/INST]");
    assertThat(renderer.tokenizer().decode(begun)).isEqualTo(" I'd rather");
    int[] trained = renderer.answered(asked.answered("I'd rather not."), false).ids();
    assertThat(trained).startsWith(prompt);
    assertThat(Arrays.copyOfRange(trained, prompt.length, prompt.length + begun.length))
        .isEqualTo(begun);
  }

  @Test
  void whatATemplateRefusesIsToldAndTheRestIsRendered() {
    DialogueRenderer renderer =
        chat(
            "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
                + "{{ raise_exception('take turns') }}{% endif %}[{{ m.role }}] {{ m.content }}"
                + "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}");
    Dialogue two = Dialogue.ask("a").with(new Turn(Turn.Speaker.HUMAN, "b"));
    assertThat(renderer.refusal(two)).contains("the template refuses this chat: take turns");
    assertThat(renderer.refusal(two.answered("c"))).isPresent();
    assertThat(renderer.refusal(Dialogue.ask("a"))).isEmpty();
    TokenSequence sequence = renderer.answered(Dialogue.ask("a").answered("c"), false);
    assertThat(renderer.tokenizer().decode(sequence.ids())).isEqualTo("[user] a[assistant] c");
    assertThat(sequence.promptLength()).isEqualTo("[user] a[assistant]".length());
  }

  @Test
  void aTemplateThatNeedsASystemTurnIsAskedWithItOnly() {
    DialogueRenderer renderer =
        chat(
            "{% if messages[0].role != 'system' %}{{ raise_exception('needs a system turn') }}"
                + "{% endif %}{% for m in messages %}<{{ m.role }}> {{ m.content }}{% endfor %}"
                + "{% if add_generation_prompt %}<assistant>{% endif %}");
    Dialogue asked =
        new Dialogue(
            List.of(new Turn(Turn.Speaker.SYSTEM, "s"), new Turn(Turn.Speaker.HUMAN, "h")));
    assertThat(renderer.tokenizer().decode(renderer.answered(asked.answered("a"), false).ids()))
        .isEqualTo("<system> s<user> h<assistant> a");
    assertThat(renderer.refusal(Dialogue.ask("h"))).isPresent();
    assertThat(renderer.text("plain")).hasSize(5);
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
