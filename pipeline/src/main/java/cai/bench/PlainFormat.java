package cai.bench;

import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.dialogue.FormatKind;
import cai.tokenizer.RenderedChat;

/// A format of dialogues that writes the text of a turn and nothing else, so that a prompt keeps
/// its exact number of tokens.
record PlainFormat() implements DialogueFormat {
  @Override
  public String prompt(Dialogue dialogue) {
    return dialogue.last().text();
  }

  @Override
  public RenderedChat answer(Dialogue asked, String text) {
    return RenderedChat.whole(text);
  }

  /// The stages then write transcripts, of which the workload's tokenizer leaves what was given.
  @Override
  public FormatKind kind() {
    return FormatKind.TRANSCRIPT;
  }

  @Override
  public boolean beginsText() {
    return false;
  }
}
