package cai.tokenizer;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;

/// `{% generation %}`, with which templates mark an assistant's words for training masks: its
/// content as it is.
final class GenerationTag implements Tag {
  private static final long serialVersionUID = 1L;

  @Override
  public String getName() {
    return "generation";
  }

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    var text = new StringBuilder();
    for (Node child : tag.getChildren()) text.append(child.render(interpreter).getValue());
    return text.toString();
  }
}
