package cai.contextdistillation;

import cai.recipe.Setting;

/// What the teacher of context distillation is shown, and whether that is worth learning: the
/// recipe's section `context-distillation`, which `policy: context-distillation` reads beside
/// `reinforcement`.
public record ContextSettings(
    @Setting(
            value = "principle",
            about =
                "what the teacher is shown: principle | critique; a principle drawn for the prompt,"
                    + " or what stage critique wrote of an answer to it")
        Shown shown,
    @Setting(
            value = "system",
            about =
                "how the teacher is shown it: system | human; in a system turn, or in an"
                    + " earlier human turn that is answered with consent")
        ContextPlace place,
    @Setting(
            value = "32",
            min = 1,
            max = 65_536,
            about = "red-team training prompts on which it is measured what the context changes")
        int flipPrompts,
    @Setting(
            value = "0",
            min = -100,
            max = 100,
            about = "an answer whose balanced score, nats, is below this is flagged as unsafe")
        double flagThreshold,
    @Setting(
            value = "0.3",
            min = 0,
            max = 1,
            about =
                "smallest share of flagged answers that must become safe in the teacher's context"
                    + "; below it there is too little to learn; 0 is always enough")
        double leastFlips,
    @Setting(
            value = "stop",
            about =
                "what to do below it: stop | keep-sl-cai; end the run with a sentence, or let"
                    + " RL-CAI be SL-CAI")
        BelowLeast belowLeast,
    @Setting(
            value = "16",
            min = 1,
            max = 4096,
            about = "prompts worked on together; after each batch the work is safe on disk")
        int batchSize) {

  /// What the teacher knows and the policy does not.
  public enum Shown {
    PRINCIPLE("a principle"),
    CRITIQUE("the critique of an answer");

    private final String words;

    Shown(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /// Where in a conversation it is shown.
  public enum ContextPlace {
    SYSTEM,
    HUMAN
  }

  /// What becomes of a run in which the context changes too little.
  public enum BelowLeast {
    STOP,
    KEEP_SL_CAI
  }
}
