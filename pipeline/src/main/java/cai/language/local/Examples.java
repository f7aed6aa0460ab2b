package cai.language.local;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.language.Prompt;
import cai.language.local.TokenModel.Asked;
import cai.sequence.DialogueRenderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// The few-shot examples that prompts begin with, as tokens. How many tokens of a prompt are
/// examples follows from the prompt alone, so that a prompt gets the same text whatever other
/// prompts there are.
final class Examples {
  private static final int KEPT = 8;

  /// The last tokens of the examples may merge with the text after them, differently in each
  /// prompt. So this number of tokens is left out at the end of what prompts share.
  private static final int LEFT_OUT = 4;

  private static final Turn OTHER = new Turn(Turn.Speaker.HUMAN, "?");

  private final DialogueRenderer renderer;
  private final Map<Object, int[]> known = // used last at the end
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, int[]> eldest) {
          return size() > KEPT;
        }
      };

  Examples(DialogueRenderer renderer) {
    this.renderer = renderer;
  }

  Asked asked(Prompt.PlainText prompt) {
    if (!prompt.said()) return new Asked(renderer.text(prompt.text()), 0);
    int[] ids = renderer.saidText(prompt.text());
    if (prompt.shared() == 0) return new Asked(ids, 0);
    String examples = prompt.text().substring(0, prompt.shared());
    return asked(ids, known.computeIfAbsent(examples, _ -> renderer.saidText(examples)));
  }

  /// Finds the tokens of a dialogue's examples by rendering them once with another message after
  /// them.
  Asked asked(Prompt.Chat prompt) {
    int[] ids = renderer.prompt(prompt.dialogue());
    if (prompt.shared() == 0) return new Asked(ids, 0);
    var turns = new ArrayList<>(prompt.dialogue().turns().subList(0, prompt.shared()));
    turns.add(OTHER);
    var examples = new Dialogue(turns);
    return asked(ids, known.computeIfAbsent(examples, _ -> renderer.prompt(examples)));
  }

  private static Asked asked(int[] ids, int[] examples) {
    int same = TokenPrompts.inCommon(ids, examples);
    return new Asked(ids, Math.max(0, Math.min(same, examples.length - LEFT_OUT)));
  }
}
