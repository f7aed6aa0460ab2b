package cai.sequence;

import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.tokenizer.RefusedChat;
import cai.tokenizer.RenderedChat;
import cai.tokenizer.SaidText;
import cai.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// The one renderer of dialogues into token ids, for finetuning, preference, reinforcement and
/// generation alike.
///
/// An answer is tokenised as the continuation of its prompt, and no token spans both: in sampling
/// the prompt's last token is complete before the answer begins; see
/// [Tokenizer#encodeContinuation].
public record DialogueRenderer(Tokenizer tokenizer, DialogueFormat format, SaidText said) {
  /// A renderer that takes everything said as text, also where it contains names of special tokens.
  public DialogueRenderer(Tokenizer tokenizer, DialogueFormat format) {
    this(tokenizer, format, SaidText.plain(tokenizer));
  }

  /// Ids of a dialogue up to the point where the answer begins.
  public int[] prompt(Dialogue dialogue) {
    RenderedChat chat = format.rendered(dialogue);
    return format.beginsText() ? begun(said.encode(chat)) : said.encode(chat);
  }

  /// Ids of an answer, or of its beginning, after the prompt that asks for it: as in training, with
  /// what the format writes between them.
  ///
  /// @param prompt ids of the dialogue
  public int[] answer(Dialogue asked, int[] prompt, String text) {
    return said.encodeContinuation(prompt, format.answer(asked, text));
  }

  /// Ids of a text that continues a plain text: a lead-in, or an option to be scored.
  public int[] continuation(int[] prompt, String text) {
    return said.encodeContinuation(prompt, RenderedChat.said("", text));
  }

  /// The reason why the format cannot write a dialogue, with or without an answer; empty where it
  /// can. Chat templates refuse some dialogues, for example two turns of one speaker in a row.
  public Optional<String> refusal(Dialogue dialogue) {
    int asked = dialogue.turns().size() - (dialogue.awaitsAnswer() ? 0 : 1);
    try {
      format.prompt(asked > 0 ? new Dialogue(dialogue.turns().subList(0, asked)) : dialogue);
      return Optional.empty();
    } catch (RefusedChat e) {
      return Optional.of(e.reason());
    }
  }

  /// Ids of a plain text to be continued, with the begin-of-text token where the model has one.
  /// Names of special tokens in the text become these tokens.
  public int[] text(String text) {
    return begun(tokenizer.encode(text));
  }

  /// Ids of a plain text to be continued that contains what somebody said, taken as text.
  public int[] saidText(String text) {
    return begun(said.encode(RenderedChat.said("", text)));
  }

  private int[] begun(int[] ids) {
    OptionalInt begin = tokenizer.beginOfText();
    if (begin.isEmpty()) return ids;
    int[] all = new int[ids.length + 1];
    all[0] = begin.getAsInt();
    System.arraycopy(ids, 0, all, 1, ids.length);
    return all;
  }

  /// A dialogue that ends in an answer.
  ///
  /// @param ended whether the answer was finished and not cut off; only then end-of-text closes it
  public TokenSequence answered(Dialogue dialogue, boolean ended) {
    var turns = dialogue.turns();
    if (dialogue.awaitsAnswer() || turns.size() < 2)
      throw new IllegalArgumentException("the dialogue does not end in an answer");
    var asked = new Dialogue(turns.subList(0, turns.size() - 1));
    int[] prompt = prompt(asked);
    return sequence(prompt, answer(asked, prompt, turns.getLast().text()), ended);
  }

  /// A prompt and the ids of its answer.
  ///
  /// @param closed whether end-of-text is added; it is not added twice
  public TokenSequence sequence(int[] prompt, int[] answer, boolean closed) {
    boolean ended = answer.length > 0 && tokenizer.endOfText().contains(answer[answer.length - 1]);
    boolean add = closed && !ended;
    int[] ids = Arrays.copyOf(prompt, prompt.length + answer.length + (add ? 1 : 0));
    System.arraycopy(answer, 0, ids, prompt.length, answer.length);
    if (add) ids[ids.length - 1] = endOfText();
    return new TokenSequence(ids, prompt.length);
  }

  /// The end-of-text id that closes an answer.
  public int endOfText() {
    return tokenizer.answerEnd();
  }
}
