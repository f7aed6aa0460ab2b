package cai.dialogue;

import cai.tokenizer.ChatTemplate;
import cai.tokenizer.ChatTemplate.Message;
import cai.tokenizer.RenderedChat;
import java.util.ArrayList;
import java.util.List;

/// Dialogues in a model's own chat template.
final class ChatFormat implements DialogueFormat {
  private static final String PROBE = "answer";

  private final ChatTemplate template;

  ChatFormat(ChatTemplate template) {
    this.template = template;
  }

  /// What the template writes between this prompt and an answer, for example a space. Asked of the
  /// dialogue itself: a template may refuse any other.
  private String lead(Dialogue asked) {
    String open = prompt(asked);
    String whole = template.render(messages(asked.answered(PROBE)), false);
    if (!whole.startsWith(open)) return "";
    int at = whole.indexOf(PROBE, open.length());
    return at < 0 ? "" : whole.substring(open.length(), at);
  }

  @Override
  public String prompt(Dialogue dialogue) {
    return template.render(messages(dialogue), true);
  }

  @Override
  public RenderedChat rendered(Dialogue dialogue) {
    return template.rendered(messages(dialogue), true);
  }

  @Override
  public RenderedChat answer(Dialogue asked, String text) {
    return RenderedChat.said(lead(asked), text);
  }

  @Override
  public FormatKind kind() {
    return FormatKind.CHAT;
  }

  @Override
  public boolean beginsText() {
    return false;
  }

  private static List<Message> messages(Dialogue dialogue) {
    var messages = new ArrayList<Message>();
    for (Turn turn : dialogue.turns()) messages.add(new Message(role(turn.speaker()), turn.text()));
    return messages;
  }

  private static String role(Turn.Speaker speaker) {
    return switch (speaker) {
      case SYSTEM -> "system";
      case HUMAN -> "user";
      case ASSISTANT -> "assistant";
    };
  }
}
